import { concat, err, ok } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf } from './codec.js';
import { NRC } from './nrc.table.js';

/** Bit 6 of the sub-function: the event logic survives power-off. */
export const STORE_EVENT = 0x40;

export interface ResponseOnEventRequest {
  readonly service: 'ResponseOnEvent';
  /** eventType with its storageState bit (0x40). */
  readonly eventType: number;
  readonly eventWindowTime: number;
  /** Its length follows from the event type; of a type that is not known it holds all that comes. */
  readonly eventTypeRecord: Uint8Array;
  /** The request that the unit performs at each event. */
  readonly serviceToRespondTo: Uint8Array;
  readonly suppress: boolean;
}

export interface ResponseOnEventResponse {
  readonly service: 'ResponseOnEvent';
  readonly eventType: number;
  /** numberOfIdentifiedEvents, or numberOfActivatedEvents for reportActivatedEvents. */
  readonly events: number;
  /** Window, event record and service record; a list of them for reportActivatedEvents. */
  readonly record: Uint8Array;
}

export const REPORT_ACTIVATED_EVENTS = 0x04;

/** Bytes of eventTypeRecord by event type. (ISO 14229-1 ResponseOnEvent) */
const RECORD_LENGTH: ReadonlyMap<number, number> = new Map([
  [0x00, 0],
  [0x01, 1],
  [0x02, 1],
  [0x03, 2],
  [REPORT_ACTIVATED_EVENTS, 0],
  [0x05, 0],
  [0x06, 0],
  [0x07, 10],
]);

export const responseOnEvent: ServiceCodec<'ResponseOnEvent'> = {
  minRequest: 3,
  decodeRequest: (bytes) => {
    const eventType = subFunctionOf(bytes);
    const rest = bytes.subarray(3);
    const length = RECORD_LENGTH.get(eventType & ~STORE_EVENT) ?? rest.length;
    if (rest.length < length) return err(NRC.incorrectMessageLengthOrInvalidFormat);
    return ok({
      service: 'ResponseOnEvent',
      eventType,
      eventWindowTime: byteAt(bytes, 2),
      eventTypeRecord: rest.subarray(0, length),
      serviceToRespondTo: rest.subarray(length),
      suppress: suppressOf(bytes),
    });
  },
  encodeRequest: ({ eventType, eventWindowTime, eventTypeRecord, serviceToRespondTo, suppress }) =>
    concat(
      subHead('ResponseOnEvent', eventType, suppress),
      Uint8Array.of(eventWindowTime),
      eventTypeRecord,
      serviceToRespondTo,
    ),
  minResponse: 3,
  decodeResponse: (bytes) => ({
    service: 'ResponseOnEvent',
    eventType: byteAt(bytes, 1),
    events: byteAt(bytes, 2),
    record: bytes.subarray(3),
  }),
  encodeResponse: ({ eventType, events, record }) => concat(Uint8Array.of(0xc6, eventType, events), record),
};
