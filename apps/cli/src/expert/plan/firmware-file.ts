import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { digestHex } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import type { ImageReader } from '@baylink/shop-client';
import { InvalidArgumentError } from 'commander';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';
import { type PublishedFile, signatureBeside } from './published-file.js';

export interface FirmwareOptions {
  readonly file?: string;
  /** What the publisher of the file signed of it; FILE.jws where there is one. */
  readonly signature?: string;
  /** Address of the first byte of a file that is nothing but bytes. */
  readonly at?: number;
  readonly session?: string;
  /** Memory blocks that are written, in a unit that has several. */
  readonly block?: readonly string[];
  /** The file is left to the shop, which looks into it in any case. */
  readonly unchecked?: true;
}

const LARGEST = 64 * 1024 * 1024;

/**
 * Reads the file of the new software and looks at it as the shop will: format, every checksum of its own, limits. What
 * the shop would refuse is refused here, before anything is sent, unless the expert leaves that to the shop.
 */
export async function readFirmware(
  { file, signature: named, at, session, unchecked }: FirmwareOptions,
  read?: ImageReader,
): Promise<PublishedFile> {
  if (file === undefined) throw new Stop(exitCodes.usage, 'Name the new software with --file.');
  const bytes = readFile(file);
  const signature = signatureBeside(file, named);
  const published = { name: basename(file), bytes, ...(signature === undefined ? {} : { signature }) };
  if (unchecked) return published;
  const image = await (read ?? (await quarantine()))({
    sha256: digestHex(bytes),
    bytes,
    reading: { ...(at === undefined ? {} : { address: at }), ...(session === undefined ? {} : { session }) },
  });
  if (!image.ok) throw new Stop(exitCodes.usage, `${file}: ${image.error}`);
  return published;
}

/** The shop's own reader, a process of its own; loaded when there is a file to look at. */
const quarantine = async (): Promise<ImageReader> => (await import('@baylink/shop-client')).quarantinedImage();

/** The bytes of a file that may be one of firmware, as they are on the disk. */
export function readFile(path: string): Uint8Array {
  try {
    const { size } = statSync(path);
    if (size > LARGEST)
      throw new Stop(exitCodes.usage, `The file ${path} has ${size} bytes, and at most ${LARGEST} are taken.`);
    return new Uint8Array(readFileSync(path));
  } catch (failure) {
    if (failure instanceof Stop) throw failure;
    const why = errorText(failure);
    throw new Stop(exitCodes.usage, `The file ${path} cannot be read (${why}); name the file of the software.`);
  }
}

/** Hex digits, 0x before them or not, at most 32 bits. */
export function parseMemoryAddress(text: string): number {
  if (/^(0x)?[0-9a-f]{1,8}$/i.test(text)) return Number.parseInt(text.replace(/^0x/i, ''), 16);
  throw new InvalidArgumentError(`"${text}" is no address; give up to eight hex digits such as 0x8000.`);
}
