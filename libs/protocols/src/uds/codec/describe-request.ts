import { showBytes, showHex, unreachable } from '@baylink/kernel';
import { ALL_DTCS, showDtc, statusBits } from './dtc.js';
import { showDid, showRid, showSubFunction } from './names.table.js';
import type { DtcSelection, MemoryRange, Request } from './request.js';
import { SID } from './services.table.js';

export interface Field {
  readonly name: string;
  readonly value: string;
}

/** More bytes than these are told by their number. */
const SHOWN = 32;

export const showData = (bytes: Uint8Array): string =>
  bytes.length <= SHOWN ? showBytes(bytes) : `${showBytes(bytes.subarray(0, SHOWN))} … (${bytes.length} bytes)`;

export const optional = (name: string, bytes: Uint8Array): Field[] =>
  bytes.length === 0 ? [] : [{ name, value: showData(bytes) }];

export const showStatus = (status: number): string => `${showHex(status)} ${statusBits(status).join(' ')}`.trimEnd();

const silent = (suppress: boolean): Field[] => (suppress ? [{ name: 'response', value: 'suppressed' }] : []);

export function requestFields(request: Request): Field[] {
  const sub = (name: string, value: number): Field => ({ name, value: showSubFunction(SID[request.service], value) });
  switch (request.service) {
    case 'DiagnosticSessionControl':
      return [sub('session', request.session), ...silent(request.suppress)];
    case 'ECUReset':
      return [sub('type', request.resetType), ...silent(request.suppress)];
    case 'ClearDiagnosticInformation':
      return [{ name: 'group', value: showGroup(request.groupOfDtc) }];
    case 'ReadDTCInformation':
      return [sub('report', request.report), ...selectionFields(request.select), ...silent(request.suppress)];
    case 'ReadDataByIdentifier':
      return [{ name: 'DID', value: request.dids.map(showDid).join(' ') }];
    case 'SecurityAccess': {
      const level = { name: 'level', value: showHex(request.level) };
      const step = { name: 'step', value: request.step };
      // A key is one-shot, and nobody's business: its length is all that is told.
      return request.step === 'requestSeed'
        ? [step, level, ...optional('record', request.record), ...silent(request.suppress)]
        : [step, level, { name: 'key', value: `${request.key.length} bytes, not shown` }, ...silent(request.suppress)];
    }
    case 'CommunicationControl':
      return [
        sub('control', request.control),
        { name: 'communicationType', value: showHex(request.communicationType) },
        ...(request.node === undefined ? [] : [{ name: 'node', value: showHex(request.node, 4) }]),
        ...silent(request.suppress),
      ];
    case 'ReadMemoryByAddress':
      return rangeFields(request.memory);
    case 'WriteDataByIdentifier':
      return [{ name: 'DID', value: showDid(request.did) }, ...optional('data', request.data)];
    case 'RoutineControl':
      return [
        sub('control', request.control),
        { name: 'RID', value: showRid(request.rid) },
        ...optional('option', request.option),
        ...silent(request.suppress),
      ];
    case 'RequestDownload':
    case 'RequestUpload':
      return [...rangeFields(request.memory), { name: 'dataFormat', value: showHex(request.dataFormat) }];
    case 'TransferData':
      return [
        { name: 'counter', value: showHex(request.counter) },
        { name: 'data', value: `${request.data.length} bytes` },
      ];
    case 'RequestTransferExit':
      return optional('parameters', request.parameters);
    case 'TesterPresent':
      return silent(request.suppress);
    case 'ControlDTCSetting':
      return [sub('setting', request.setting), ...optional('record', request.record), ...silent(request.suppress)];
    default:
      return unreachable(request);
  }
}

const showGroup = (group: number): string => (group === ALL_DTCS ? 'all' : showHex(group, 6));

const rangeFields = ({ address, size }: MemoryRange): Field[] => [
  { name: 'address', value: showHex(address, 8) },
  { name: 'size', value: `${size} bytes` },
];

function selectionFields(select: DtcSelection): Field[] {
  switch (select.by) {
    case 'all':
      return [];
    case 'statusMask':
      return [{ name: 'mask', value: showStatus(select.mask) }];
    case 'dtc':
      return [
        { name: 'DTC', value: showDtc(select.dtc) },
        { name: 'record', value: showHex(select.record) },
      ];
    case 'raw':
      return optional('parameters', select.parameters);
    default:
      return unreachable(select);
  }
}
