import { showAscii, showBytes, showHex, unreachable } from '@baylink/kernel';
import type { AuthParameters } from './authentication.table.js';
import { eventFields } from './describe-event.js';
import { selectionFields } from './describe-selection.js';
import { timingFields } from './describe-timing.js';
import { ALL_DTCS, statusBits } from './dtc.js';
import { DEFINITION_TYPE, type DynamicDefinition } from './dynamic-identifier.js';
import type { LinkParameter } from './link-control.js';
import { showDid, showLinkMode, showRid, showSubFunction } from './names.table.js';
import { PERIODIC_DIDS } from './periodic.js';
import type { MemoryRange, Request } from './request.js';
import type { SecuredData } from './secured-data.js';
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
      return [{ name: 'group', value: showGroup(request.groupOfDtc) }, ...optionalHex('memory', request.memory)];
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
    case 'ReadScalingDataByIdentifier':
      return [{ name: 'DID', value: showDid(request.did) }];
    case 'Authentication':
      return [sub('task', request.task), ...authFields(request.parameters), ...silent(request.suppress)];
    case 'ReadDataByPeriodicIdentifier':
      return [
        sub('mode', request.transmissionMode),
        ...(request.periodicIds.length === 0
          ? []
          : [{ name: 'DID', value: request.periodicIds.map((id) => showDid(PERIODIC_DIDS + id)).join(' ') }]),
      ];
    case 'DynamicallyDefineDataIdentifier':
      return [
        sub('definition', DEFINITION_TYPE[request.definition.kind]),
        ...definitionFields(request.definition),
        ...silent(request.suppress),
      ];
    case 'InputOutputControlByIdentifier':
      return [
        { name: 'DID', value: showDid(request.did) },
        sub('control', request.control),
        ...optional('state', request.state),
      ];
    case 'RequestFileTransfer':
      return [
        sub('operation', request.operation),
        { name: 'path', value: showAscii(request.path) },
        ...optionalHex('dataFormat', request.dataFormat),
        ...(request.size === undefined ? [] : [{ name: 'size', value: `${request.size.uncompressed} bytes` }]),
      ];
    case 'WriteMemoryByAddress':
      return [...rangeFields(request.memory), { name: 'data', value: showData(request.data) }];
    case 'AccessTimingParameter':
      return [sub('access', request.access), ...timingFields(request.timing), ...silent(request.suppress)];
    case 'SecuredDataTransmission':
      return securedFields(request);
    case 'ResponseOnEvent':
      return [sub('event', request.event.eventType), ...eventFields(request.event), ...silent(request.suppress)];
    case 'LinkControl':
      return [sub('control', request.control), ...linkFields(request.parameter), ...silent(request.suppress)];
    default:
      return unreachable(request);
  }
}

const showGroup = (group: number): string => (group === ALL_DTCS ? 'all' : showHex(group, 6));

export const rangeFields = ({ address, size }: MemoryRange): Field[] => [
  { name: 'address', value: showHex(address, 8) },
  { name: 'size', value: `${size} bytes` },
];

/** Certificates, challenges and proofs by their length alone. */
export const authFields = (parameters: AuthParameters): Field[] =>
  Object.entries(parameters).flatMap(([name, value]) =>
    value.length === 0 ? [] : [{ name, value: value.length > 1 ? `${value.length} bytes` : showBytes(value) }],
  );

export const securedFields = (data: SecuredData): Field[] => [
  { name: 'administrativeParameter', value: showHex(data.administrativeParameter, 4) },
  { name: 'calculation', value: showHex(data.calculation) },
  { name: 'antiReplayCounter', value: String(data.antiReplayCounter) },
  { name: 'message', value: `${data.message.length} bytes` },
  { name: 'signature', value: `${data.signature.length} bytes` },
];

function linkFields(parameter: LinkParameter): Field[] {
  switch (parameter.kind) {
    case 'none':
      return [];
    case 'mode':
      return [{ name: 'mode', value: showLinkMode(parameter.mode) }];
    case 'bitRate':
      return [{ name: 'rate', value: `${parameter.bitRate} bit/s` }];
    case 'unknown':
      return optional('parameter', parameter.data);
    default:
      return unreachable(parameter);
  }
}

const optionalHex = (name: string, value: number | undefined): Field[] =>
  value === undefined ? [] : [{ name, value: showHex(value) }];

function definitionFields(definition: DynamicDefinition): Field[] {
  const did = definition.did === undefined ? [] : [{ name: 'DID', value: showDid(definition.did) }];
  switch (definition.kind) {
    case 'defineByIdentifier':
      return [
        ...did,
        ...definition.sources.map(({ did: source, position, size }) => ({
          name: 'source',
          value: `${showDid(source)} from byte ${position}, ${size} bytes`,
        })),
      ];
    case 'defineByMemoryAddress':
      return [...did, ...definition.ranges.flatMap(rangeFields)];
    case 'clearDynamicallyDefinedDataIdentifier':
      return did;
    default:
      return unreachable(definition);
  }
}
