import { digestHex } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import { type FirmwareInspection, inQuarantine } from '@baylink/shop-client';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { readFile } from '../expert/plan/firmware-file.js';
import { Stop, tell, tellJson } from '../say.js';
import { type ReadingOptions, readingOf, readingOptions } from './reading-options.js';
import { collectSpec, SPEC_FORM, type Spec } from './spec-option.js';

interface Options extends ReadingOptions {
  readonly checksum: readonly Spec[];
  readonly json?: true;
}

/** `baylink firmware check`: what a file is, holds and proves. 0 all right, 1 a checksum is wrong, 2 it cannot be read. */
export const checkCommand = (): Command => {
  const command = new Command('check')
    .description(
      'container, ranges, digests and checksums of a file: 0 right, 1 a checksum inside is wrong, 2 unreadable',
    )
    .argument('<file>', 'Intel HEX, S-record, VBF, ODX-F, PDX, or plain bytes with --at')
    .option('--checksum <spec>', SPEC_FORM, collectSpec('blocks only'), [])
    .option('--json', 'the result as one JSON document')
    .action(async (path: string, options: Options) => {
      const bytes = readFile(path);
      const blocks = options.checksum.flatMap((spec) => (spec.kind === 'block' ? [spec.block] : []));
      const { outcome } = await inQuarantine('inspectFirmware', bytes, { blocks, reading: readingOf(options) });
      if (!outcome.ok) throw new Stop(exitCodes.usage, `${path}: ${outcome.error}`);
      const found = { file: path, bytes: bytes.length, sha256: digestHex(bytes), ...outcome.value };
      if (options.json) tellJson({ event: 'firmware', ...found });
      else for (const line of linesOf(found, options.checksum.length)) tell(line);
      if (found.wrong.length > 0) process.exitCode = exitCodes.failed;
    });
  for (const option of readingOptions()) command.addOption(option);
  return command;
};

interface Found extends FirmwareInspection {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

const FORMAT = {
  'intel-hex': 'Intel HEX',
  's-record': 'Motorola S-record',
  vbf: 'VBF',
  'odx-f': 'ODX-F',
  raw: 'plain bytes',
} as const;
const RESULT = {
  holds: 'holds',
  opaque: 'only the unit can check it: the bytes are packed, or the algorithm is the maker’s own',
};

function linesOf(found: Found, asked: number): readonly string[] {
  const { header, dataFormat, segments, wrong } = found;
  const held = asked - wrong.length;
  return [
    `${found.file}: ${FORMAT[found.format]}, ${found.records} records, ${found.bytes} bytes`,
    `  SHA-256 ${found.sha256}`,
    `  ${found.dataBytes} bytes of data in ${segments.length} ranges, CRC-32 ${showHex(found.crc32, 8)}`,
    ...segments.map(
      ({ address, size, crc32 }) =>
        `    ${showHex(address, 8)} to ${showHex(address + size - 1, 8)}  ${size} bytes  CRC-32 ${showHex(crc32, 8)}`,
    ),
    ...(dataFormat === 0 ? [] : [`  packed as data format ${showHex(dataFormat)}`]),
    ...(header === null ? [] : [`  software ${header.softwareId} for hardware ${header.hardwareId}`]),
    ...Object.entries(found.labels).map(([name, value]) => `  ${name}: ${value}`),
    ...found.checks.map(({ name, result }) => `  ${name}: ${RESULT[result]}`),
    ...(found.checks.length === 0 ? ['  the file carries no checksum of its own'] : []),
    ...(held === 0 ? [] : [`  ${held} of the ${asked} checksums that were asked for hold`]),
    ...wrong.map(
      ({ checksum, address, stored, computed }) =>
        `  WRONG: ${checksum}, stored at ${showHex(address, 8)} as ${digits(stored)}, should be ${digits(computed)}`,
    ),
  ];
}

const digits = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
