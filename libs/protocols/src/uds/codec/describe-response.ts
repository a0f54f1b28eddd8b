import { showAscii, showHex, unreachable } from '@baylink/kernel';
import { type Field, optional, showData, showStatus } from './describe-request.js';
import { showDtc } from './dtc.js';
import { showDid, showRid, showSubFunction } from './names.table.js';
import type { DtcRecord, DtcReport, PositiveResponse } from './response.js';
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
    default:
      return unreachable(response);
  }
}

const showSeed = (seed: Uint8Array): string =>
  alreadyUnlocked(seed) ? 'zero, already unlocked' : `${seed.length} bytes, not shown`;

const isText = (bytes: Uint8Array): boolean => bytes.length > 3 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);

const valueFields = (data: Uint8Array): Field[] =>
  isText(data) ? [{ name: 'text', value: showAscii(data) }] : [{ name: 'data', value: showData(data) }];

/** Trouble codes in one line; a list that is longer is told by its number. */
const SHOWN_DTCS = 20;

function reportFields(content: DtcReport): Field[] {
  switch (content.kind) {
    case 'count':
      return [{ name: 'count', value: String(content.count) }];
    case 'dtcs':
      return [
        { name: 'count', value: String(content.dtcs.length) },
        ...content.dtcs.slice(0, SHOWN_DTCS).map(dtcField),
      ];
    case 'records':
      return [dtcField(content.dtc), ...optional('data', content.data)];
    case 'raw':
      return optional('data', content.data);
    default:
      return unreachable(content);
  }
}

const dtcField = ({ dtc, status }: DtcRecord): Field => ({ name: showDtc(dtc), value: showStatus(status) });
