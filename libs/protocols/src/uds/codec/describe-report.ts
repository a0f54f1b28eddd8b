import { showHex, unreachable } from '@baylink/kernel';
import { type Field, optional, showStatus } from './describe-request.js';
import { showDtc } from './dtc.js';
import type { DtcRecord, DtcReport } from './dtc-report.js';

/** Trouble codes in one line; a list that is longer is told by its number. */
const SHOWN_DTCS = 20;

export function reportFields(content: DtcReport): Field[] {
  switch (content.kind) {
    case 'count':
      return [{ name: 'count', value: String(content.count) }];
    case 'dtcs':
      return listFields(content.dtcs);
    case 'records':
      return [dtcField(content.dtc), ...optional('data', content.data)];
    case 'identification':
      return listed(
        content.records.map(({ dtc, record }) => ({ name: showDtc(dtc), value: `record ${showHex(record)}` })),
      );
    case 'counters':
      return listed(content.counters.map(({ dtc, counter }) => ({ name: showDtc(dtc), value: `counter ${counter}` })));
    case 'severities':
      return listFields(content.dtcs);
    case 'memoryDtcs':
      return [{ name: 'memory', value: showHex(content.memory) }, ...listFields(content.dtcs)];
    case 'memoryRecords':
      return [
        { name: 'memory', value: showHex(content.memory) },
        dtcField(content.dtc),
        ...optional('data', content.data),
      ];
    case 'groupSeverities':
    case 'groupDtcs':
      return [{ name: 'group', value: showHex(content.group) }, ...listFields(content.dtcs)];
    case 'groupReadiness':
      return [
        { name: 'group', value: showHex(content.group) },
        { name: 'readiness', value: showHex(content.readiness) },
        ...listFields(content.dtcs),
      ];
    case 'recordFirst':
      return [
        { name: 'record', value: showHex(content.record) },
        ...(content.dtc === undefined ? [] : [dtcField(content.dtc)]),
        ...optional('data', content.data),
      ];
    case 'recordSupport':
      return [
        ...(content.record === undefined ? [] : [{ name: 'record', value: showHex(content.record) }]),
        ...listFields(content.dtcs),
      ];
    case 'raw':
      return optional('data', content.data);
    default:
      return unreachable(content);
  }
}

const dtcField = ({ dtc, status }: DtcRecord): Field => ({ name: showDtc(dtc), value: showStatus(status) });

const listFields = (dtcs: readonly DtcRecord[]): Field[] => listed(dtcs.map(dtcField));

const listed = (fields: readonly Field[]): Field[] => [
  { name: 'count', value: String(fields.length) },
  ...fields.slice(0, SHOWN_DTCS),
];
