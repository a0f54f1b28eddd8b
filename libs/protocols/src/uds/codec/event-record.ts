import { concat, readUint, showHex, uintBytes, unreachable } from '@baylink/kernel';
import { byteAt, wordAt } from './codec.js';
import { dtcReport } from './dtc-reports.table.js';

/** eventType without its storageState bit. (ISO 14229-1 ResponseOnEvent) */
export const EVENT_TYPE = {
  stopResponseOnEvent: 0x00,
  onDTCStatusChange: 0x01,
  /** Of the 2013 edition. */
  onTimerInterrupt: 0x02,
  onChangeOfDataIdentifier: 0x03,
  reportActivatedEvents: 0x04,
  startResponseOnEvent: 0x05,
  clearResponseOnEvent: 0x06,
  onComparisonOfValues: 0x07,
  reportMostRecentDtcOnStatusChange: 0x08,
  reportDTCRecordInformationOnDtcStatusChange: 0x09,
} as const;

/** eventTypeRecord: what sets the event off, and for the events of 2020 what is reported then. */
export type EventRecord =
  | { readonly on: 'nothing' }
  | { readonly on: 'dtcStatus'; readonly mask: number }
  | { readonly on: 'timer'; readonly rate: number }
  | { readonly on: 'dataIdentifier'; readonly did: number }
  | {
      readonly on: 'comparison';
      readonly did: number;
      /** 1 less, 2 greater, 3 equal, 4 not equal. */
      readonly logic: number;
      readonly reference: number;
      /** In percent of the reference. */
      readonly hysteresis: number;
      /** Sign, length and bit offset of the value inside the data record. */
      readonly localization: number;
    }
  /** `report`: the report of ReadDTCInformation that names the most recent DTC. */
  | { readonly on: 'mostRecentDtc'; readonly report: number }
  | {
      readonly on: 'dtcRecord';
      readonly mask: number;
      /** Report of ReadDTCInformation by DTC number; the DTC is the one whose status changed. */
      readonly report: number;
      /** Record number, and memory selection, as the report has them behind the DTC. */
      readonly selection: Uint8Array;
    }
  /** Of a type that is not known. */
  | { readonly on: 'unknown'; readonly data: Uint8Array };

/** Whether a serviceToRespondToRecord follows: it must, it must not, or who knows. */
export type FollowedByService = 'always' | 'never' | 'unknown';

interface EventLayout {
  readonly service: FollowedByService;
  /** Bytes of the record, given what comes. */
  readonly length: (rest: Uint8Array) => number;
  readonly read: (record: Uint8Array) => EventRecord;
}

const DTC_BYTES = 3;
const MASK_AND_REPORT = 2;

/** What a report by DTC number asks beside the DTC: a record number, and a memory where there are several. */
function selectionLength(report: number): number {
  switch (dtcReport(report & 0x7f).request) {
    case 'dtc':
      return 4 - DTC_BYTES;
    case 'memoryDtc':
      return 5 - DTC_BYTES;
    default:
      return 0;
  }
}

const fixed = (service: FollowedByService, length: number, read: EventLayout['read']): EventLayout => ({
  service,
  length: () => length,
  read,
});

const NOTHING = fixed('never', 0, () => ({ on: 'nothing' }));

const LAYOUTS: ReadonlyMap<number, EventLayout> = new Map<number, EventLayout>([
  [EVENT_TYPE.stopResponseOnEvent, NOTHING],
  [EVENT_TYPE.onDTCStatusChange, fixed('always', 1, (bytes) => ({ on: 'dtcStatus', mask: byteAt(bytes, 0) }))],
  [EVENT_TYPE.onTimerInterrupt, fixed('always', 1, (bytes) => ({ on: 'timer', rate: byteAt(bytes, 0) }))],
  [
    EVENT_TYPE.onChangeOfDataIdentifier,
    fixed('always', 2, (bytes) => ({ on: 'dataIdentifier', did: wordAt(bytes, 0) })),
  ],
  [EVENT_TYPE.reportActivatedEvents, NOTHING],
  [EVENT_TYPE.startResponseOnEvent, NOTHING],
  [EVENT_TYPE.clearResponseOnEvent, NOTHING],
  [
    EVENT_TYPE.onComparisonOfValues,
    fixed('always', 10, (bytes) => ({
      on: 'comparison',
      did: wordAt(bytes, 0),
      logic: byteAt(bytes, 2),
      reference: readUint(bytes, 3, 4) ?? 0,
      hysteresis: byteAt(bytes, 7),
      localization: wordAt(bytes, 8),
    })),
  ],
  [
    EVENT_TYPE.reportMostRecentDtcOnStatusChange,
    fixed('never', 1, (bytes) => ({ on: 'mostRecentDtc', report: byteAt(bytes, 0) })),
  ],
  [
    EVENT_TYPE.reportDTCRecordInformationOnDtcStatusChange,
    {
      service: 'never',
      length: (rest) => MASK_AND_REPORT + selectionLength(byteAt(rest, 1)),
      read: (bytes) => ({
        on: 'dtcRecord',
        mask: byteAt(bytes, 0),
        report: byteAt(bytes, 1),
        selection: bytes.subarray(MASK_AND_REPORT),
      }),
    },
  ],
]);

const UNKNOWN: EventLayout = {
  service: 'unknown',
  length: (rest) => rest.length,
  read: (data) => ({ on: 'unknown', data }),
};

/** `eventType` without its storageState bit. */
export const eventLayout = (eventType: number): EventLayout => LAYOUTS.get(eventType) ?? UNKNOWN;

export function encodeEventRecord(record: EventRecord): Uint8Array {
  switch (record.on) {
    case 'nothing':
      return new Uint8Array();
    case 'dtcStatus':
      return Uint8Array.of(record.mask);
    case 'timer':
      return Uint8Array.of(record.rate);
    case 'dataIdentifier':
      return uintBytes(record.did, 2);
    case 'comparison':
      return concat(
        uintBytes(record.did, 2),
        Uint8Array.of(record.logic),
        uintBytes(record.reference, 4),
        Uint8Array.of(record.hysteresis),
        uintBytes(record.localization, 2),
      );
    case 'mostRecentDtc':
      return Uint8Array.of(record.report);
    case 'dtcRecord':
      return concat(Uint8Array.of(record.mask, record.report), record.selection);
    case 'unknown':
      return record.data;
    default:
      return unreachable(record);
  }
}

const LOGIC = ['', '<', '>', '=', '!='];
export const showLogic = (logic: number): string => LOGIC[logic] || showHex(logic);
