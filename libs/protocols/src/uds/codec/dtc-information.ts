import { concat, err, ok, type Result, readUint, uintBytes, unreachable } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf, wordAt } from './codec.js';
import { type DtcRequestForm, type DtcResponseForm, dtcReport } from './dtc-reports.table.js';
import { NRC, type Nrc } from './nrc.table.js';
import type { DtcSelection } from './request.js';
import type { DtcRecord, DtcReport } from './response.js';
import { SID } from './services.table.js';

/** Three bytes of DTC and one of status. */
const RECORD = 4;

export const clearDiagnosticInformation: ServiceCodec<'ClearDiagnosticInformation'> = {
  minRequest: 4,
  decodeRequest: (bytes) => {
    const groupOfDtc = readUint(bytes, 1, 3);
    return bytes.length === 4 && groupOfDtc !== undefined
      ? ok({ service: 'ClearDiagnosticInformation', groupOfDtc })
      : err(NRC.incorrectMessageLengthOrInvalidFormat);
  },
  encodeRequest: ({ groupOfDtc }) => concat(Uint8Array.of(SID.ClearDiagnosticInformation), uintBytes(groupOfDtc, 3)),
  minResponse: 1,
  decodeResponse: () => ({ service: 'ClearDiagnosticInformation' }),
  encodeResponse: () => Uint8Array.of(0x54),
};

export const readDtcInformation: ServiceCodec<'ReadDTCInformation'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const report = subFunctionOf(bytes);
    const select = decodeSelection(dtcReport(report).request, bytes.subarray(2));
    return select.ok
      ? ok({ service: 'ReadDTCInformation', report, select: select.value, suppress: suppressOf(bytes) })
      : select;
  },
  encodeRequest: ({ report, select, suppress }) =>
    concat(subHead('ReadDTCInformation', report, suppress), encodeSelection(select)),
  minResponse: 2,
  decodeResponse: (bytes) => {
    const report = byteAt(bytes, 1);
    const content = decodeReport(dtcReport(report).response, bytes.subarray(2));
    return content === undefined ? undefined : { service: 'ReadDTCInformation', report, content };
  },
  encodeResponse: ({ report, content }) => concat(Uint8Array.of(0x59, report), encodeReport(content)),
};

function decodeSelection(form: DtcRequestForm, bytes: Uint8Array): Result<DtcSelection, Nrc> {
  const sized = (length: number, select: DtcSelection): Result<DtcSelection, Nrc> =>
    bytes.length === length ? ok(select) : err(NRC.incorrectMessageLengthOrInvalidFormat);
  switch (form) {
    case 'all':
      return sized(0, { by: 'all' });
    case 'statusMask':
      return sized(1, { by: 'statusMask', mask: byteAt(bytes, 0) });
    case 'dtc':
      return sized(RECORD, { by: 'dtc', dtc: readUint(bytes, 0, 3) ?? 0, record: byteAt(bytes, 3) });
    case 'raw':
      return ok({ by: 'raw', parameters: bytes });
    default:
      return unreachable(form);
  }
}

function encodeSelection(select: DtcSelection): Uint8Array {
  switch (select.by) {
    case 'all':
      return new Uint8Array();
    case 'statusMask':
      return Uint8Array.of(select.mask);
    case 'dtc':
      return concat(uintBytes(select.dtc, 3), Uint8Array.of(select.record));
    case 'raw':
      return select.parameters;
    default:
      return unreachable(select);
  }
}

function decodeReport(form: DtcResponseForm, bytes: Uint8Array): DtcReport | undefined {
  switch (form) {
    case 'count':
      return bytes.length === 4
        ? { kind: 'count', availabilityMask: byteAt(bytes, 0), format: byteAt(bytes, 1), count: wordAt(bytes, 2) }
        : undefined;
    case 'dtcs':
      return bytes.length % RECORD === 1
        ? { kind: 'dtcs', availabilityMask: byteAt(bytes, 0), dtcs: decodeRecords(bytes.subarray(1)) }
        : undefined;
    case 'records':
      return bytes.length >= RECORD
        ? { kind: 'records', dtc: recordAt(bytes, 0), data: bytes.subarray(RECORD) }
        : undefined;
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
    case 'raw':
      return content.data;
    default:
      return unreachable(content);
  }
}

const recordAt = (bytes: Uint8Array, offset: number): DtcRecord => ({
  dtc: readUint(bytes, offset, 3) ?? 0,
  status: byteAt(bytes, offset + 3),
});

const recordBytes = ({ dtc, status }: DtcRecord): Uint8Array => concat(uintBytes(dtc, 3), Uint8Array.of(status));

const decodeRecords = (bytes: Uint8Array): DtcRecord[] =>
  Array.from({ length: Math.floor(bytes.length / RECORD) }, (_, i) => recordAt(bytes, i * RECORD));
