import { ok, type Result, showHex } from '@baylink/kernel';
import { Assembly } from './assembly.js';
import type { FirmwareError, FirmwareImage, FirmwareLimits } from './image.js';
import { type Line, lines } from './lines.js';
import { recordBytes } from './record.js';
import { damagedFile, damagedLine } from './refusal.js';

const COLON = 0x3a;
/** Length, address (2), type and checksum. */
const OVERHEAD = 5;

/** Where a data record's 16-bit offset counts from, and whether it may run past the end of its 64 KiB. */
type Base =
  | { readonly kind: 'linear'; readonly address: number }
  | { readonly kind: 'segmented'; readonly address: number };

/** What the records seen so far amount to. */
interface Reading {
  readonly assembly: Assembly;
  readonly base: Base;
  readonly entry: number | undefined;
  readonly endLine: number | undefined;
}

const SUMS = { name: 'checksum of every record', result: 'holds' } as const;

type Apply = (state: Reading, record: HexRecord) => Result<Reading, FirmwareError>;

interface HexRecord {
  readonly line: number;
  readonly offset: number;
  readonly data: Uint8Array;
}

/** Intel "Hexadecimal Object File Format Specification", revision A: one row a record type. */
const RECORD_TYPES: Readonly<Record<number, { readonly length: number | 'any'; readonly apply: Apply }>> = {
  0: { length: 'any', apply: data },
  1: { length: 0, apply: (state, { line }) => ok({ ...state, endLine: line }) },
  2: { length: 2, apply: (state, r) => ok({ ...state, base: { kind: 'segmented', address: word(r.data, 0) * 16 } }) },
  3: { length: 4, apply: (state, r) => start(state, r, word(r.data, 0) * 16 + word(r.data, 2)) },
  4: { length: 2, apply: (state, r) => ok({ ...state, base: { kind: 'linear', address: word(r.data, 0) * 65_536 } }) },
  5: { length: 4, apply: (state, r) => start(state, r, word(r.data, 0) * 65_536 + word(r.data, 2)) },
};

/** The whole file or one error; never throws. */
export function parseIntelHex(file: Uint8Array, limits: FirmwareLimits): Result<FirmwareImage, FirmwareError> {
  const assembly = new Assembly(limits);
  let state: Reading = { assembly, base: { kind: 'linear', address: 0 }, entry: undefined, endLine: undefined };
  let records = 0;
  for (const line of lines(file)) {
    const next = readLine(file, line, state);
    if (!next.ok) return next;
    state = next.value;
    records++;
  }
  if (state.endLine === undefined) {
    return damagedFile('truncated', `stops after ${records} records without its end record (:00000001FF)`);
  }
  const segments = assembly.finish();
  if (!segments.ok) return segments;
  const image: FirmwareImage = { format: 'intel-hex', segments: segments.value, records, checks: [SUMS], labels: {} };
  return ok(state.entry === undefined ? image : { ...image, entry: state.entry });
}

function readLine(file: Uint8Array, line: Line, state: Reading): Result<Reading, FirmwareError> {
  if (state.endLine !== undefined) {
    return damagedLine('order', line.number, `comes after the end record on line ${state.endLine}`);
  }
  if (file[line.from] !== COLON) {
    return damagedLine('syntax', line.number, `begins with byte ${showHex(file[line.from] ?? 0)} instead of ":"`);
  }
  const bytes = recordBytes(file, line, { skip: 1, sum: 0, lengthOf: (length) => length + OVERHEAD });
  if (!bytes.ok) return bytes;
  const type = bytes.value[3] ?? 0;
  const row = RECORD_TYPES[type];
  if (row === undefined) {
    return damagedLine('record-type', line.number, `is of record type ${showHex(type)}; Intel HEX knows 00 to 05`);
  }
  const data = bytes.value.subarray(4, -1);
  if (row.length !== 'any' && row.length !== data.length) {
    const what = `is of record type ${showHex(type)} with ${data.length} data bytes; that type has ${row.length}`;
    return damagedLine('length', line.number, what);
  }
  return row.apply(state, { line: line.number, offset: word(bytes.value, 1), data });
}

function data(state: Reading, { line, offset, data: bytes }: HexRecord): Result<Reading, FirmwareError> {
  if (state.base.kind === 'segmented' && offset + bytes.length > 65_536) {
    const what = `runs past the end of its 64 KiB segment (${bytes.length} bytes at offset ${showHex(offset, 4)}), which tools read in different ways`;
    return damagedLine('address', line, what);
  }
  const added = state.assembly.add(state.base.address + offset, bytes, line);
  return added.ok ? ok(state) : added;
}

function start(state: Reading, { line }: HexRecord, entry: number): Result<Reading, FirmwareError> {
  if (state.entry === undefined || state.entry === entry) return ok({ ...state, entry });
  const what = `gives start address ${showHex(entry, 8)}, but the file has already given ${showHex(state.entry, 8)}`;
  return damagedLine('order', line, what);
}

const word = (bytes: Uint8Array, at: number) => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
