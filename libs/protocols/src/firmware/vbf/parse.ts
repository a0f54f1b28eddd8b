import { ok, type Result, readUint, showHex } from '@baylink/kernel';
import ccittFalse from 'crc/calculators/crc16ccitt';
import { Assembly } from '../assembly.js';
import { crc32 } from '../crc32.js';
import type { FileCheck, FirmwareError, FirmwareImage, FirmwareLimits, FirmwareSegment } from '../image.js';
import { damagedFile, damagedPlace } from '../refusal.js';
import { readVbfHeader, type VbfHeader } from './header.js';
import { showVbf, vbfNumber, vbfRanges } from './numbers.js';

/** Start address and length before a block's bytes, CRC-16 after them. All big-endian. */
const BLOCK_HEAD = 8;
const BLOCK_CRC = 2;
const LABELS = ['sw_part_number', 'sw_version', 'sw_part_type', 'ecu_address', 'network', 'description', 'call'];

/** A whole VBF file (Volvo and Ford, versions 1 to 3), every checksum computed again; never throws. */
export function parseVbf(file: Uint8Array, limits: FirmwareLimits): Result<FirmwareImage, FirmwareError> {
  const header = readVbfHeader(file);
  if (!header.ok) return damagedFile('syntax', header.error);
  const wrong = headerFault(header.value);
  if (wrong !== undefined) return damagedFile('syntax', wrong);
  const stored = vbfNumber(header.value.values.get('file_checksum'));
  const computed = crc32(file.subarray(header.value.end));
  if (stored !== computed) {
    const what = stored === undefined ? 'carries no file_checksum' : `carries file_checksum ${showHex(stored, 8)}`;
    return damagedFile('checksum', `${what}, but the CRC-32 of its blocks is ${showHex(computed, 8)}`);
  }
  const dataFormat = vbfNumber(header.value.values.get('data_format_identifier')) ?? 0;
  const blocks = readBlocks(file, header.value.end, { limits, dataFormat });
  return blocks.ok ? ok(imageOf(header.value, blocks.value, dataFormat)) : blocks;
}

interface Blocks {
  readonly segments: readonly FirmwareSegment[];
  readonly checks: readonly FileCheck[];
}

function readBlocks(
  file: Uint8Array,
  from: number,
  { limits, dataFormat }: { readonly limits: FirmwareLimits; readonly dataFormat: number },
): Result<Blocks, FirmwareError> {
  const assembly = new Assembly(limits, 'block');
  const checks: FileCheck[] = [];
  let at = from;
  for (let block = 1; at < file.length; block++) {
    const address = readUint(file, at, 4);
    const length = readUint(file, at + 4, 4);
    const end = at + BLOCK_HEAD + (length ?? 0);
    const stored = readUint(file, end, BLOCK_CRC);
    if (address === undefined || length === undefined || stored === undefined) {
      const what = `needs ${end + BLOCK_CRC - at} bytes at offset ${at}, and the file ends after ${file.length - at}`;
      return damagedPlace('truncated', 'block', block, what);
    }
    if (length === 0) return damagedPlace('length', 'block', block, 'has no bytes');
    if (block > limits.segments) return damagedFile('too-large', `has more than ${limits.segments} blocks`);
    const bytes = file.subarray(at + BLOCK_HEAD, end);
    const computed = dataFormat === 0 ? ccittFalse(bytes) : stored;
    if (computed !== stored) {
      const what = `carries CRC-16 ${showHex(stored, 4)}, but its bytes give ${showHex(computed, 4)}`;
      return damagedPlace('checksum', 'block', block, what);
    }
    checks.push({
      name: `CRC-16/CCITT-FALSE of block ${block}`,
      result: dataFormat === 0 ? 'holds' : 'opaque',
    });
    const added = assembly.add(address, bytes, block);
    if (!added.ok) return added;
    at = end + BLOCK_CRC;
  }
  const segments = assembly.finish();
  return segments.ok ? ok({ segments: segments.value, checks }) : segments;
}

/** Values that would be misread rather than missed. */
function headerFault({ values }: VbfHeader): string | undefined {
  if (vbfRanges(values.get('erase')) === undefined) return 'has an erase table that is no list of address and size';
  const format = values.get('data_format_identifier');
  const number = vbfNumber(format);
  if (format !== undefined && (number === undefined || number > 0xff))
    return 'has a data_format_identifier that is no byte';
  return undefined;
}

function imageOf({ version, values }: VbfHeader, { segments, checks }: Blocks, dataFormat: number): FirmwareImage {
  const call = vbfNumber(values.get('call'));
  const labels = LABELS.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [[name, showVbf(value)] as const];
  });
  return {
    format: 'vbf',
    segments,
    records: checks.length,
    checks: [{ name: 'CRC-32 of all blocks (file_checksum)', result: 'holds' }, ...checks],
    dataFormat,
    erase: vbfRanges(values.get('erase')) ?? [],
    labels: { vbf_version: version, ...Object.fromEntries(labels) },
    ...(call === undefined ? {} : { entry: call }),
  };
}
