import { concat, err, ok, type Result, readUint, uintBytes, unreachable } from '@baylink/kernel';
import { byteAt } from './codec.js';
import type { DtcRequestForm } from './dtc-reports.table.js';
import { NRC, type Nrc } from './nrc.table.js';

/** What a request of ReadDTCInformation asks for, by the form of its report. */
export type DtcSelection =
  | { readonly by: 'all' }
  | { readonly by: 'statusMask'; readonly mask: number }
  | { readonly by: 'severityMask'; readonly severity: number; readonly mask: number }
  | { readonly by: 'dtc'; readonly dtc: number; readonly record: number }
  | { readonly by: 'dtcAlone'; readonly dtc: number }
  | { readonly by: 'record'; readonly record: number }
  | { readonly by: 'memoryMask'; readonly mask: number; readonly memory: number }
  | { readonly by: 'memoryDtc'; readonly dtc: number; readonly record: number; readonly memory: number }
  /** `group`: functional group, 0x33 is emissions. */
  | { readonly by: 'group'; readonly group: number }
  | { readonly by: 'groupMask'; readonly group: number; readonly mask: number; readonly severity: number }
  | { readonly by: 'groupReadiness'; readonly group: number; readonly readiness: number }
  /** A report that is not known: its parameters as they came. */
  | { readonly by: 'raw'; readonly parameters: Uint8Array };

const LENGTH: { readonly [F in Exclude<DtcRequestForm, 'raw'>]: number } = {
  all: 0,
  statusMask: 1,
  severityMask: 2,
  dtc: 4,
  dtcAlone: 3,
  record: 1,
  memoryMask: 2,
  memoryDtc: 5,
  group: 1,
  groupMask: 3,
  groupReadiness: 2,
};

export function decodeSelection(form: DtcRequestForm, bytes: Uint8Array): Result<DtcSelection, Nrc> {
  if (form === 'raw') return ok({ by: 'raw', parameters: bytes });
  return bytes.length === LENGTH[form] ? ok(selectionOf(form, bytes)) : err(NRC.incorrectMessageLengthOrInvalidFormat);
}

function selectionOf(form: Exclude<DtcRequestForm, 'raw'>, bytes: Uint8Array): DtcSelection {
  const dtc = readUint(bytes, 0, 3) ?? 0;
  const [first, second] = [byteAt(bytes, 0), byteAt(bytes, 1)];
  switch (form) {
    case 'all':
      return { by: form };
    case 'statusMask':
      return { by: form, mask: first };
    case 'severityMask':
      return { by: form, severity: first, mask: second };
    case 'dtc':
      return { by: form, dtc, record: byteAt(bytes, 3) };
    case 'dtcAlone':
      return { by: form, dtc };
    case 'record':
      return { by: form, record: first };
    case 'memoryMask':
      return { by: form, mask: first, memory: second };
    case 'memoryDtc':
      return { by: form, dtc, record: byteAt(bytes, 3), memory: byteAt(bytes, 4) };
    case 'group':
      return { by: form, group: first };
    case 'groupMask':
      return { by: form, group: first, mask: second, severity: byteAt(bytes, 2) };
    case 'groupReadiness':
      return { by: form, group: first, readiness: second };
    default:
      return unreachable(form);
  }
}

export function encodeSelection(select: DtcSelection): Uint8Array {
  switch (select.by) {
    case 'all':
      return new Uint8Array();
    case 'statusMask':
      return Uint8Array.of(select.mask);
    case 'severityMask':
      return Uint8Array.of(select.severity, select.mask);
    case 'dtc':
      return concat(uintBytes(select.dtc, 3), Uint8Array.of(select.record));
    case 'dtcAlone':
      return uintBytes(select.dtc, 3);
    case 'record':
      return Uint8Array.of(select.record);
    case 'memoryMask':
      return Uint8Array.of(select.mask, select.memory);
    case 'memoryDtc':
      return concat(uintBytes(select.dtc, 3), Uint8Array.of(select.record, select.memory));
    case 'group':
      return Uint8Array.of(select.group);
    case 'groupMask':
      return Uint8Array.of(select.group, select.mask, select.severity);
    case 'groupReadiness':
      return Uint8Array.of(select.group, select.readiness);
    case 'raw':
      return select.parameters;
    default:
      return unreachable(select);
  }
}
