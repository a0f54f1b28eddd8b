import { existsSync, readFileSync } from 'node:fs';
import { FILE_SIGNATURE_LIMIT } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import type { StagedFile } from '@baylink/transport-tunnel/expert';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';

/** A file as it goes to the shop, and what its publisher signed of it. */
export interface PublishedFile extends StagedFile {
  readonly signature?: string;
}

/** The publisher's signature: the file that is named, or FILE.jws where there is one. */
export function signatureBeside(file: string, named: string | undefined): string | undefined {
  const path = named ?? `${file}.jws`;
  if (named === undefined && !existsSync(path)) return undefined;
  const text = read(path).trim();
  if (text.length > 0 && text.length <= FILE_SIGNATURE_LIMIT) return text;
  throw new Stop(
    exitCodes.usage,
    `${path} has ${text.length} characters, and a signature of a firmware file has 1 to ${FILE_SIGNATURE_LIMIT}: get it again from the publisher.`,
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (failure) {
    throw new Stop(exitCodes.usage, `The signature ${path} cannot be read (${errorText(failure)}).`);
  }
}
