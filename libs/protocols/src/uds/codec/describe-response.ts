import { showAscii, showHex, unreachable } from '@baylink/kernel';
import { eventReportFields } from './describe-event.js';
import { reportFields } from './describe-report.js';
import { authFields, type Field, optional, rangeFields, securedFields, showData } from './describe-request.js';
import { timingFields } from './describe-timing.js';
import type { FileTransferGrant } from './file-transfer.js';
import { showAuthReturn, showDid, showRid, showSubFunction } from './names.table.js';
import { PERIODIC_DIDS } from './periodic.js';
import type { PositiveResponse } from './response.js';
import { SCALING_TYPES, type Scaling } from './scaling.js';
import { alreadyUnlocked } from './security-access.js';
import { SID } from './services.table.js';

export function responseFields(response: PositiveResponse): Field[] {
  const sub = (name: string, value: number): Field => ({ name, value: showSubFunction(SID[response.service], value) });
  switch (response.service) {
    case 'DiagnosticSessionControl':
      return [
        sub('session', response.session),
        ...(response.timing === undefined
          ? []
          : [
              { name: 'P2', value: `${response.timing.p2} ms` },
              { name: 'P2*', value: `${response.timing.p2Star} ms` },
            ]),
      ];
    case 'ECUReset':
      return [
        sub('type', response.resetType),
        ...(response.powerDownTime === undefined
          ? []
          : [{ name: 'powerDownTime', value: `${response.powerDownTime} s` }]),
      ];
    case 'ClearDiagnosticInformation':
    case 'TesterPresent':
      return [];
    case 'ReadDTCInformation':
      return [sub('report', response.report), ...reportFields(response.content)];
    case 'ReadDataByIdentifier':
      return [{ name: 'DID', value: showDid(response.did) }, ...valueFields(response.data)];
    case 'ReadMemoryByAddress':
      return [{ name: 'data', value: `${response.data.length} bytes` }];
    case 'SecurityAccess':
      return [
        { name: 'step', value: response.step },
        { name: 'level', value: showHex(response.level) },
        ...(response.step === 'requestSeed' ? [{ name: 'seed', value: showSeed(response.seed) }] : []),
      ];
    case 'CommunicationControl':
      return [sub('control', response.control)];
    case 'WriteDataByIdentifier':
      return [{ name: 'DID', value: showDid(response.did) }];
    case 'RoutineControl':
      return [
        sub('control', response.control),
        { name: 'RID', value: showRid(response.rid) },
        ...optional('info', response.info),
      ];
    case 'RequestDownload':
    case 'RequestUpload':
      return [{ name: 'maxNumberOfBlockLength', value: `${response.block.max} bytes` }];
    case 'TransferData':
      return [
        { name: 'counter', value: showHex(response.counter) },
        ...(response.data.length === 0 ? [] : [{ name: 'data', value: `${response.data.length} bytes` }]),
      ];
    case 'RequestTransferExit':
      return optional('parameters', response.parameters);
    case 'ControlDTCSetting':
      return [sub('setting', response.setting)];
    case 'ReadScalingDataByIdentifier':
      return [{ name: 'DID', value: showDid(response.did) }, ...response.scaling.map(scalingField)];
    case 'Authentication':
      return [
        sub('task', response.task),
        { name: 'result', value: showAuthReturn(response.returnParameter) },
        ...authFields(response.parameters),
      ];
    case 'ReadDataByPeriodicIdentifier':
      return response.record === undefined
        ? []
        : [
            { name: 'DID', value: showDid(PERIODIC_DIDS + response.record.periodicId) },
            ...valueFields(response.record.data),
          ];
    case 'DynamicallyDefineDataIdentifier':
      return [
        sub('definition', response.definitionType),
        ...(response.did === undefined ? [] : [{ name: 'DID', value: showDid(response.did) }]),
      ];
    case 'InputOutputControlByIdentifier':
      return [
        { name: 'DID', value: showDid(response.did) },
        sub('control', response.control),
        ...optional('state', response.state),
      ];
    case 'RequestFileTransfer':
      return [sub('operation', response.operation), ...grantFields(response.transfer)];
    case 'WriteMemoryByAddress':
      return rangeFields(response.memory);
    case 'AccessTimingParameter':
      return [sub('access', response.access), ...timingFields(response.timing)];
    case 'SecuredDataTransmission':
      return securedFields(response);
    case 'ResponseOnEvent':
      return [
        sub('event', response.eventType),
        { name: 'events', value: String(response.events) },
        ...eventReportFields(response.content),
      ];
    case 'LinkControl':
      return [sub('control', response.control)];
    default:
      return unreachable(response);
  }
}

const showSeed = (seed: Uint8Array): string =>
  alreadyUnlocked(seed) ? 'zero, already unlocked' : `${seed.length} bytes, not shown`;

const isText = (bytes: Uint8Array): boolean => bytes.length > 3 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);

const valueFields = (data: Uint8Array): Field[] =>
  isText(data) ? [{ name: 'text', value: showAscii(data) }] : [{ name: 'data', value: showData(data) }];

const scalingField = ({ type, length, extension }: Scaling): Field => ({
  name: SCALING_TYPES[type] ?? `scaling type ${showHex(type)}`,
  value: extension.length === 0 ? `${length} bytes` : showData(extension),
});

const grantFields = (grant: FileTransferGrant | undefined): Field[] =>
  grant === undefined
    ? []
    : [
        { name: 'maxNumberOfBlockLength', value: `${grant.block.max} bytes` },
        ...(grant.size === undefined ? [] : [{ name: 'size', value: `${grant.size.uncompressed} bytes` }]),
      ];
