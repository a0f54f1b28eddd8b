import { concat, readUint, uintBytes, unreachable } from '@baylink/kernel';
import { byteAt, wordAt } from './codec.js';
import type { DtcResponseForm } from './dtc-reports.table.js';

/** What a report carries after its type. `availabilityMask`: the status bits that the unit has. */
export type DtcReport =
  | { readonly kind: 'count'; readonly availabilityMask: number; readonly format: number; readonly count: number }
  | { readonly kind: 'dtcs'; readonly availabilityMask: number; readonly dtcs: readonly DtcRecord[] }
  /** Snapshot or extended data of one DTC; the layout of `data` is the maker's. */
  | { readonly kind: 'records'; readonly dtc: DtcRecord; readonly data: Uint8Array }
  /** Which snapshot records there are. */
  | { readonly kind: 'identification'; readonly records: readonly { readonly dtc: number; readonly record: number }[] }
  /** faultDetectionCounter, 0x01 to 0x7E as it comes near to a fault. */
  | { readonly kind: 'counters'; readonly counters: readonly { readonly dtc: number; readonly counter: number }[] }
  | { readonly kind: 'severities'; readonly availabilityMask: number; readonly dtcs: readonly SeverityRecord[] }
  | {
      readonly kind: 'memoryDtcs';
      readonly memory: number;
      readonly availabilityMask: number;
      readonly dtcs: readonly DtcRecord[];
    }
  | { readonly kind: 'memoryRecords'; readonly memory: number; readonly dtc: DtcRecord; readonly data: Uint8Array }
  | {
      readonly kind: 'groupSeverities';
      readonly group: number;
      readonly availabilityMask: number;
      readonly severityMask: number;
      readonly format: number;
      readonly dtcs: readonly (DtcRecord & { readonly severity: number })[];
    }
  | {
      readonly kind: 'groupDtcs';
      readonly group: number;
      readonly availabilityMask: number;
      readonly format: number;
      readonly dtcs: readonly DtcRecord[];
    }
  | {
      readonly kind: 'groupReadiness';
      readonly group: number;
      readonly availabilityMask: number;
      readonly format: number;
      readonly readiness: number;
      readonly dtcs: readonly DtcRecord[];
    }
  /** What is stored under one record number: the first DTC that has it, and in `data` its values with all that follows. */
  | {
      readonly kind: 'recordFirst';
      readonly record: number;
      readonly dtc: DtcRecord | undefined;
      readonly data: Uint8Array;
    }
  /** DTCs that have this extended data record. `record` is absent where none has. */
  | {
      readonly kind: 'recordSupport';
      readonly availabilityMask: number;
      readonly record: number | undefined;
      readonly dtcs: readonly DtcRecord[];
    }
  | { readonly kind: 'raw'; readonly data: Uint8Array };

export interface DtcRecord {
  /** 24 bits: two bytes of code, one of failure type. */
  readonly dtc: number;
  readonly status: number;
}

export interface SeverityRecord extends DtcRecord {
  readonly severity: number;
  readonly functionalUnit: number;
}

/** DTC and one byte. */
const RECORD = 4;

const recordAt = (bytes: Uint8Array, at: number): DtcRecord => ({
  dtc: readUint(bytes, at, 3) ?? 0,
  status: byteAt(bytes, at + 3),
});

/** As many entries of `width` bytes as there are; `undefined` when they do not come out even. */
function listOf<T>(bytes: Uint8Array, from: number, width: number, read: (at: number) => T): T[] | undefined {
  const length = bytes.length - from;
  if (length < 0 || length % width !== 0) return undefined;
  return Array.from({ length: length / width }, (_, i) => read(from + i * width));
}

const dtcsFrom = (bytes: Uint8Array, from: number): DtcRecord[] | undefined =>
  listOf(bytes, from, RECORD, (at) => recordAt(bytes, at));

export function decodeReport(form: DtcResponseForm, bytes: Uint8Array): DtcReport | undefined {
  const [first = 0, second = 0, third = 0, fourth = 0] = bytes;
  switch (form) {
    case 'count':
      return bytes.length === 4
        ? { kind: form, availabilityMask: first, format: second, count: wordAt(bytes, 2) }
        : undefined;
    case 'dtcs': {
      const dtcs = dtcsFrom(bytes, 1);
      return dtcs && { kind: form, availabilityMask: first, dtcs };
    }
    case 'records':
      return bytes.length < RECORD ? undefined : { kind: form, dtc: recordAt(bytes, 0), data: bytes.subarray(RECORD) };
    case 'identification': {
      const records = dtcsFrom(bytes, 0)?.map(({ dtc, status }) => ({ dtc, record: status }));
      return records && { kind: form, records };
    }
    case 'counters': {
      const counters = dtcsFrom(bytes, 0)?.map(({ dtc, status }) => ({ dtc, counter: status }));
      return counters && { kind: form, counters };
    }
    case 'severities': {
      const dtcs = listOf(bytes, 1, RECORD + 2, (at) => ({
        severity: byteAt(bytes, at),
        functionalUnit: byteAt(bytes, at + 1),
        ...recordAt(bytes, at + 2),
      }));
      return dtcs && { kind: form, availabilityMask: first, dtcs };
    }
    case 'memoryDtcs': {
      const dtcs = dtcsFrom(bytes, 2);
      return dtcs && { kind: form, memory: first, availabilityMask: second, dtcs };
    }
    case 'memoryRecords':
      return bytes.length < 1 + RECORD
        ? undefined
        : { kind: form, memory: first, dtc: recordAt(bytes, 1), data: bytes.subarray(1 + RECORD) };
    case 'groupSeverities': {
      const dtcs = listOf(bytes, 4, RECORD + 1, (at) => ({ severity: byteAt(bytes, at), ...recordAt(bytes, at + 1) }));
      return dtcs && { kind: form, group: first, availabilityMask: second, severityMask: third, format: fourth, dtcs };
    }
    case 'groupDtcs': {
      const dtcs = dtcsFrom(bytes, 3);
      return dtcs && { kind: form, group: first, availabilityMask: second, format: third, dtcs };
    }
    case 'groupReadiness': {
      const dtcs = dtcsFrom(bytes, 4);
      return dtcs && { kind: form, group: first, availabilityMask: second, format: third, readiness: fourth, dtcs };
    }
    case 'recordFirst': {
      if (bytes.length === 0) return undefined;
      const dtc = bytes.length > RECORD ? recordAt(bytes, 1) : undefined;
      return { kind: form, record: first, dtc, data: bytes.subarray(dtc === undefined ? 1 : 1 + RECORD) };
    }
    case 'recordSupport': {
      if (bytes.length === 0) return undefined;
      const dtcs = bytes.length === 1 ? [] : dtcsFrom(bytes, 2);
      return dtcs && { kind: form, availabilityMask: first, record: bytes[1], dtcs };
    }
    case 'raw':
      return { kind: 'raw', data: bytes };
    default:
      return unreachable(form);
  }
}

/** The parameters of a 59 after its report type; also what a server's owner answers with. */
export function encodeReport(content: DtcReport): Uint8Array {
  switch (content.kind) {
    case 'count':
      return concat(Uint8Array.of(content.availabilityMask, content.format), uintBytes(content.count, 2));
    case 'dtcs':
      return concat(Uint8Array.of(content.availabilityMask), ...content.dtcs.map(recordBytes));
    case 'records':
      return concat(recordBytes(content.dtc), content.data);
    case 'identification':
      return concat(...content.records.map(({ dtc, record }) => recordBytes({ dtc, status: record })));
    case 'counters':
      return concat(...content.counters.map(({ dtc, counter }) => recordBytes({ dtc, status: counter })));
    case 'severities':
      return concat(Uint8Array.of(content.availabilityMask), ...content.dtcs.map(severityBytes));
    case 'memoryDtcs':
      return concat(Uint8Array.of(content.memory, content.availabilityMask), ...content.dtcs.map(recordBytes));
    case 'memoryRecords':
      return concat(Uint8Array.of(content.memory), recordBytes(content.dtc), content.data);
    case 'groupSeverities':
      return concat(
        Uint8Array.of(content.group, content.availabilityMask, content.severityMask, content.format),
        ...content.dtcs.map((record) => concat(Uint8Array.of(record.severity), recordBytes(record))),
      );
    case 'groupDtcs':
      return concat(
        Uint8Array.of(content.group, content.availabilityMask, content.format),
        ...content.dtcs.map(recordBytes),
      );
    case 'groupReadiness':
      return concat(
        Uint8Array.of(content.group, content.availabilityMask, content.format, content.readiness),
        ...content.dtcs.map(recordBytes),
      );
    case 'recordFirst':
      return concat(
        Uint8Array.of(content.record),
        content.dtc === undefined ? new Uint8Array() : recordBytes(content.dtc),
        content.data,
      );
    case 'recordSupport':
      return concat(
        Uint8Array.of(content.availabilityMask, ...(content.record === undefined ? [] : [content.record])),
        ...content.dtcs.map(recordBytes),
      );
    case 'raw':
      return content.data;
    default:
      return unreachable(content);
  }
}

const recordBytes = ({ dtc, status }: DtcRecord): Uint8Array => concat(uintBytes(dtc, 3), Uint8Array.of(status));

const severityBytes = (record: SeverityRecord): Uint8Array =>
  concat(Uint8Array.of(record.severity, record.functionalUnit), recordBytes(record));
