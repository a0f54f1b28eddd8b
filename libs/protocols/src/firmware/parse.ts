import { err, type Result, showHex } from '@baylink/kernel';
import { FIRMWARE_LIMITS, type FirmwareError, type FirmwareImage, type FirmwareLimits } from './image.js';
import { parseIntelHex } from './intel-hex.js';
import { lines } from './lines.js';
import { parseSRecord } from './s-record.js';

type Parse = (file: Uint8Array, limits: FirmwareLimits) => Result<FirmwareImage, FirmwareError>;

/** Formats by the first character of the first line that is not blank. */
const FORMATS: Readonly<Record<string, Parse>> = { ':': parseIntelHex, S: parseSRecord, s: parseSRecord };

/** Reads a firmware file by its content, never by its name: the whole of it, or one error. Never throws. */
export function parseFirmware(
  file: Uint8Array,
  limits: FirmwareLimits = FIRMWARE_LIMITS,
): Result<FirmwareImage, FirmwareError> {
  if (file.length > limits.fileBytes) {
    const message = `The firmware file has ${file.length} bytes, and the limit is ${limits.fileBytes}. Check that it is the file for this unit.`;
    return err({ kind: 'too-large', message });
  }
  const first = lines(file).next().value;
  if (first === undefined) {
    const message = `The firmware file is empty (${file.length} bytes). Export it again as Intel HEX or S-record.`;
    return err({ kind: 'empty', message });
  }
  const code = file[first.from] ?? 0;
  const parse = FORMATS[String.fromCharCode(code)];
  if (parse !== undefined) return parse(file, limits);
  const message = `The firmware file is neither Intel HEX (":") nor S-record ("S"): line ${first.number} begins with byte ${showHex(code)}. Export it in one of these formats and try again.`;
  return err({ kind: 'format', line: first.number, message });
}
