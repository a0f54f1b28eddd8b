import { showHex, unreachable } from '@baylink/kernel';
import { type Field, optional, showStatus } from './describe-request.js';
import { showDtc } from './dtc.js';
import type { DtcSelection } from './dtc-selection.js';

const status = (mask: number): Field => ({ name: 'mask', value: showStatus(mask) });
const code = (dtc: number): Field => ({ name: 'DTC', value: showDtc(dtc) });
const number = (name: string, value: number): Field => ({ name, value: showHex(value) });

export function selectionFields(select: DtcSelection): Field[] {
  switch (select.by) {
    case 'all':
      return [];
    case 'statusMask':
      return [status(select.mask)];
    case 'severityMask':
      return [number('severity', select.severity), status(select.mask)];
    case 'dtc':
      return [code(select.dtc), number('record', select.record)];
    case 'dtcAlone':
      return [code(select.dtc)];
    case 'record':
      return [number('record', select.record)];
    case 'memoryMask':
      return [status(select.mask), number('memory', select.memory)];
    case 'memoryDtc':
      return [code(select.dtc), number('record', select.record), number('memory', select.memory)];
    case 'group':
      return [number('group', select.group)];
    case 'groupMask':
      return [number('group', select.group), status(select.mask), number('severity', select.severity)];
    case 'groupReadiness':
      return [number('group', select.group), number('readiness', select.readiness)];
    case 'raw':
      return optional('parameters', select.parameters);
    default:
      return unreachable(select);
  }
}
