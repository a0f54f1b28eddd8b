import { concat, err, ok, readUint, uintBytes } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf } from './codec.js';
import { decodeReport, encodeReport } from './dtc-report.js';
import { dtcReport } from './dtc-reports.table.js';
import { decodeSelection, encodeSelection } from './dtc-selection.js';
import { NRC } from './nrc.table.js';
import { SID } from './services.table.js';

const GROUP_ALONE = 4;
const WITH_MEMORY = 5;

export const clearDiagnosticInformation: ServiceCodec<'ClearDiagnosticInformation'> = {
  minRequest: GROUP_ALONE,
  decodeRequest: (bytes) => {
    const groupOfDtc = readUint(bytes, 1, 3);
    return bytes.length <= WITH_MEMORY && groupOfDtc !== undefined
      ? ok({ service: 'ClearDiagnosticInformation', groupOfDtc, memory: bytes[GROUP_ALONE] })
      : err(NRC.incorrectMessageLengthOrInvalidFormat);
  },
  encodeRequest: ({ groupOfDtc, memory }) =>
    concat(
      Uint8Array.of(SID.ClearDiagnosticInformation),
      uintBytes(groupOfDtc, 3),
      memory === undefined ? new Uint8Array() : Uint8Array.of(memory),
    ),
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
    return content && { service: 'ReadDTCInformation', report, content };
  },
  encodeResponse: ({ report, content }) => concat(Uint8Array.of(0x59, report), encodeReport(content)),
};
