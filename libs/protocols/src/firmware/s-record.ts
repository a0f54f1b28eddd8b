import { ok, type Result, readUint, showAscii, showHex } from '@baylink/kernel';
import { Assembly } from './assembly.js';
import type { FirmwareError, FirmwareImage, FirmwareLimits } from './image.js';
import { type Line, lines } from './lines.js';
import { recordBytes } from './record.js';
import { damagedFile, damagedLine } from './refusal.js';
import { EMPTY_WIDTHS, type Widths, widthsAfter, widthsAtEnd } from './s-record-widths.js';

const LETTER_S = 0x53;
const DIGIT_ZERO = 0x30;
/** Makes an ASCII letter lower case. */
const LOWER = 0x20;

/** What the records seen so far amount to. */
interface Reading {
  readonly assembly: Assembly;
  readonly records: number;
  readonly dataRecords: number;
  readonly widths: Widths;
  readonly header: string | undefined;
  readonly entry: number | undefined;
  readonly end: End;
}

/** A file is whole when its end is proven: by a terminator, or by a count that is right. */
type End =
  | { readonly kind: 'open' }
  | { readonly kind: 'counted'; readonly line: number }
  | { readonly kind: 'terminated'; readonly line: number; readonly type: number };

export interface SRecord {
  readonly line: number;
  readonly type: number;
  readonly address: number;
  readonly data: Uint8Array;
  /** Address and data as they stand on the line: the type decides where one ends and the other begins. */
  readonly body: Uint8Array;
}

const SUMS = { name: 'checksum of every record', result: 'holds' } as const;

type Apply = (state: Reading, record: SRecord) => Result<Reading, FirmwareError>;

/** Motorola S-records by their type digit; S4 is reserved. `width` is of the address field, in bytes. */
const RECORD_TYPES: Readonly<
  Record<number, { readonly width: number; readonly data: boolean; readonly apply: Apply }>
> = {
  0: { width: 2, data: true, apply: header },
  1: { width: 2, data: true, apply: data },
  2: { width: 3, data: true, apply: data },
  3: { width: 4, data: true, apply: data },
  5: { width: 2, data: false, apply: count },
  6: { width: 3, data: false, apply: count },
  7: { width: 4, data: false, apply: terminator },
  8: { width: 3, data: false, apply: terminator },
  9: { width: 2, data: false, apply: terminator },
};

/** The whole file or one error; never throws. */
export function parseSRecord(file: Uint8Array, limits: FirmwareLimits): Result<FirmwareImage, FirmwareError> {
  const assembly = new Assembly(limits);
  let state: Reading = {
    assembly,
    records: 0,
    dataRecords: 0,
    widths: EMPTY_WIDTHS,
    header: undefined,
    entry: undefined,
    end: { kind: 'open' },
  };
  for (const line of lines(file)) {
    const record = readLine(file, line);
    if (!record.ok) return record;
    const { end } = state;
    if (end.kind === 'terminated') {
      return damagedLine('order', line.number, `comes after the end record on line ${end.line}`);
    }
    const next = record.value.apply(state, record.value);
    if (!next.ok) return next;
    state = next.value;
  }
  return finish(state);
}

function finish(state: Reading): Result<FirmwareImage, FirmwareError> {
  const { end, records } = state;
  if (end.kind === 'open') {
    return damagedFile('truncated', `stops after ${records} records without an end record (S7, S8 or S9) or a count`);
  }
  const widths = widthsAtEnd(state.widths, end.kind === 'terminated' ? end.type : undefined);
  if (!widths.ok) return widths;
  const segments = state.assembly.finish();
  if (!segments.ok) return segments;
  return ok({
    format: 's-record',
    segments: segments.value,
    records,
    checks: [SUMS],
    labels: {},
    ...(state.header === undefined ? {} : { header: state.header }),
    ...(state.entry === undefined ? {} : { entry: state.entry }),
  });
}

function readLine(file: Uint8Array, line: Line): Result<SRecord & { readonly apply: Apply }, FirmwareError> {
  const first = file[line.from] ?? 0;
  if ((first | LOWER) !== (LETTER_S | LOWER)) {
    return damagedLine('syntax', line.number, `begins with byte ${showHex(first)} instead of "S"`);
  }
  const digit = file[line.from + 1] ?? 0;
  const type = line.from + 1 < line.to ? digit - DIGIT_ZERO : -1;
  const row = RECORD_TYPES[type];
  if (row === undefined) {
    return damagedLine('record-type', line.number, `is of no known record type; S-records are S0 to S3 and S5 to S9`);
  }
  const bytes = recordBytes(file, line, { skip: 2, sum: 0xff, lengthOf: (length) => length + 1 });
  if (!bytes.ok) return bytes;
  const body = bytes.value.subarray(1, -1);
  const data = body.subarray(row.width);
  if (body.length < row.width || (!row.data && data.length > 0)) {
    const what = `is an S${type} record of length ${body.length + 1}, where ${row.data ? 'at least ' : ''}${row.width + 1} belongs`;
    return damagedLine('length', line.number, what);
  }
  const address = readUint(body, 0, row.width) ?? 0;
  return ok({ line: line.number, type, address, data, body, apply: row.apply });
}

const after = (state: Reading): Reading => ({ ...state, records: state.records + 1 });

function header(state: Reading, { line, address, data: text }: SRecord): Result<Reading, FirmwareError> {
  if (state.records > 0 || address !== 0) {
    return damagedLine('order', line, 'is a header (S0), which belongs on the first line with address 0000');
  }
  const length = text.findLastIndex((byte) => byte !== 0) + 1;
  return ok({ ...after(state), header: showAscii(text.subarray(0, length)) });
}

function data(state: Reading, record: SRecord): Result<Reading, FirmwareError> {
  if (state.end.kind !== 'open') {
    return damagedLine('order', record.line, `is a data record after the count on line ${state.end.line}`);
  }
  const widths = widthsAfter(state.widths, record);
  if (!widths.ok) return widths;
  const added = state.assembly.add(record.address, record.data, record.line);
  if (!added.ok) return added;
  const { assembly, records, dataRecords, header, entry, end } = state;
  // Spelled out: nearly every record comes by here, and a spread takes three times as long.
  return ok({ assembly, records: records + 1, dataRecords: dataRecords + 1, widths: widths.value, header, entry, end });
}

function count(state: Reading, { line, type, address }: SRecord): Result<Reading, FirmwareError> {
  if (address === state.dataRecords) return ok({ ...after(state), end: { kind: 'counted', line } });
  const what = `(S${type}) counts ${address} data records, but ${state.dataRecords} came before it`;
  return damagedLine('count', line, what);
}

/** A start address of 0 is how tools say that there is none: the field cannot be left out. */
function terminator(state: Reading, { line, type, address }: SRecord): Result<Reading, FirmwareError> {
  const entry = address === 0 ? undefined : address;
  return ok({ ...after(state), end: { kind: 'terminated', line, type }, entry });
}
