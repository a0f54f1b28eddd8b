import { err, type Result, showHex } from '@baylink/kernel';
import { FIRMWARE_LIMITS, type FirmwareError, type FirmwareImage, type FirmwareLimits } from './image.js';
import { parseIntelHex } from './intel-hex.js';
import { lines } from './lines.js';
import { parseOdxF, parsePdx } from './odx-f/parse.js';
import { readRaw } from './raw.js';
import { parseSRecord } from './s-record.js';
import { parseVbf } from './vbf/parse.js';

/** What somebody has to say about a file because it cannot say it itself. A plan carries it, signed. */
export interface FirmwareReading {
  /** Of the first byte of a file that is nothing but bytes. */
  readonly address?: number;
  /** SHORT-NAME of the SESSION of an ODX-F file that holds several. */
  readonly session?: string;
}

type Parse = (
  file: Uint8Array,
  limits: FirmwareLimits,
  reading: FirmwareReading,
) => Result<FirmwareImage, FirmwareError>;

interface Format {
  /** What the first characters that are not blank have to be, in lower case. */
  readonly begins: string;
  readonly name: string;
  readonly parse: Parse;
}

const FORMATS: readonly Format[] = [
  { begins: ':', name: 'Intel HEX', parse: parseIntelHex },
  { begins: 's', name: 'S-record', parse: parseSRecord },
  { begins: 'vbf_version', name: 'VBF', parse: parseVbf },
  { begins: 'pk\x03\x04', name: 'a PDX archive', parse: parsePdx },
  { begins: '<', name: 'ODX-F', parse: parseOdxF },
  { begins: '\xef\xbb\xbf<', name: 'ODX-F', parse: parseOdxF },
];

/** Reads a firmware file by its content, never by its name: the whole of it, or one error. Never throws. */
export function parseFirmware(
  file: Uint8Array,
  limits: FirmwareLimits = FIRMWARE_LIMITS,
  reading: FirmwareReading = {},
): Result<FirmwareImage, FirmwareError> {
  if (file.length > limits.fileBytes) {
    const message = `The firmware file has ${file.length} bytes, and the limit is ${limits.fileBytes}. Check that it is the file for this unit.`;
    return err({ kind: 'too-large', message });
  }
  const first = lines(file).next().value;
  if (first === undefined && reading.address === undefined) {
    const message = `The firmware file is empty (${file.length} bytes). Get it again from its publisher.`;
    return err({ kind: 'empty', message });
  }
  const begin = beginOf(file, first?.from ?? 0);
  const format = FORMATS.find(({ begins }) => begin.startsWith(begins));
  if (reading.address !== undefined) return rawUnless(format, file, limits, reading.address);
  if (format !== undefined) return format.parse(file, limits, reading);
  const number = first?.number ?? 1;
  const code = showHex(file[first?.from ?? 0] ?? 0);
  const message = `The firmware file is none of Intel HEX, S-record, VBF, ODX-F and PDX: line ${number} begins with byte ${code}. Export it in one of these formats, or say at which address its bytes begin.`;
  return err({ kind: 'format', line: number, message });
}

/** Raw bytes may begin with any character, so only a file that is whole in another format is taken for that. */
function rawUnless(
  format: Format | undefined,
  file: Uint8Array,
  limits: FirmwareLimits,
  address: number,
): Result<FirmwareImage, FirmwareError> {
  if (format === undefined || !format.parse(file, limits, {}).ok) return readRaw(file, address, limits);
  const message = `The firmware file is ${format.name} and names its own addresses, but ${showHex(address, 8)} was given as well. Leave the address away.`;
  return err({ kind: 'choice', message });
}

function beginOf(file: Uint8Array, from: number): string {
  return String.fromCharCode(...file.subarray(from, from + 16)).toLowerCase();
}
