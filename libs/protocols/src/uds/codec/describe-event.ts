import { showHex, unreachable } from '@baylink/kernel';
import type { ResponseEvent } from './active-events.js';
import { type Field, optional, showStatus } from './describe-request.js';
import { type EventRecord, showLogic } from './event-record.js';
import { showDid, showSubFunction } from './names.table.js';
import type { EventReport } from './response-on-event.js';
import { SID } from './services.table.js';

const report = (code: number): Field => ({
  name: 'report',
  value: showSubFunction(SID.ReadDTCInformation, code & 0x7f),
});

function recordFields(record: EventRecord): Field[] {
  switch (record.on) {
    case 'nothing':
      return [];
    case 'dtcStatus':
      return [{ name: 'mask', value: showStatus(record.mask) }];
    case 'timer':
      return [{ name: 'timer', value: showHex(record.rate) }];
    case 'dataIdentifier':
      return [{ name: 'DID', value: showDid(record.did) }];
    case 'comparison':
      return [
        { name: 'DID', value: showDid(record.did) },
        { name: 'when', value: `${showLogic(record.logic)} ${record.reference}` },
        { name: 'hysteresis', value: `${record.hysteresis} %` },
        { name: 'localization', value: showHex(record.localization, 4) },
      ];
    case 'mostRecentDtc':
      return [report(record.report)];
    case 'dtcRecord':
      return [
        { name: 'mask', value: showStatus(record.mask) },
        report(record.report),
        ...optional('record', record.selection),
      ];
    case 'unknown':
      return optional('record', record.data);
    default:
      return unreachable(record);
  }
}

export const eventFields = ({ eventWindowTime, record, serviceToRespondTo }: ResponseEvent): Field[] => [
  { name: 'window', value: showHex(eventWindowTime) },
  ...recordFields(record),
  ...optional('service', serviceToRespondTo),
];

export function eventReportFields(content: EventReport): Field[] {
  switch (content.kind) {
    case 'event':
      return eventFields(content.event);
    case 'activated':
      return content.events.flatMap((event) => [
        { name: 'event', value: showSubFunction(SID.ResponseOnEvent, event.eventType) },
        ...eventFields(event),
      ]);
    case 'bytes':
      return optional('record', content.data);
    default:
      return unreachable(content);
  }
}
