import { concat, err, ok, unreachable } from '@baylink/kernel';
import {
  decodeActiveEvents,
  decodeEvent,
  encodeActiveEvents,
  encodeEvent,
  type ResponseEvent,
  STORE_EVENT,
} from './active-events.js';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf } from './codec.js';
import { EVENT_TYPE } from './event-record.js';
import { NRC } from './nrc.table.js';

export interface ResponseOnEventRequest {
  readonly service: 'ResponseOnEvent';
  /** Its `eventType` with the storageState bit (0x40). */
  readonly event: ResponseEvent;
  readonly suppress: boolean;
}

export interface ResponseOnEventResponse {
  readonly service: 'ResponseOnEvent';
  readonly eventType: number;
  /** numberOfIdentifiedEvents, or numberOfActivatedEvents for reportActivatedEvents. */
  readonly events: number;
  readonly content: EventReport;
}

export type EventReport =
  | { readonly kind: 'event'; readonly event: ResponseEvent }
  | { readonly kind: 'activated'; readonly events: readonly ResponseEvent[] }
  /** What cannot be taken apart for sure, as it came. */
  | { readonly kind: 'bytes'; readonly data: Uint8Array };

export const responseOnEvent: ServiceCodec<'ResponseOnEvent'> = {
  minRequest: 3,
  decodeRequest: (bytes) => {
    const event = decodeEvent(subFunctionOf(bytes), bytes.subarray(2));
    return event === undefined
      ? err(NRC.incorrectMessageLengthOrInvalidFormat)
      : ok({ service: 'ResponseOnEvent', event, suppress: suppressOf(bytes) });
  },
  encodeRequest: ({ event, suppress }) =>
    concat(subHead('ResponseOnEvent', event.eventType, suppress), encodeEvent(event)),
  minResponse: 3,
  decodeResponse: (bytes) => {
    const [eventType, events] = [byteAt(bytes, 1), byteAt(bytes, 2)];
    return {
      service: 'ResponseOnEvent',
      eventType,
      events,
      content: decodeEventReport(eventType, events, bytes.subarray(3)),
    };
  },
  encodeResponse: ({ eventType, events, content }) =>
    concat(Uint8Array.of(0xc6, eventType, events), encodeEventReport(content)),
};

function decodeEventReport(eventType: number, count: number, data: Uint8Array): EventReport {
  if ((eventType & ~STORE_EVENT) === EVENT_TYPE.reportActivatedEvents) {
    const events = decodeActiveEvents(count, data);
    return events === undefined ? { kind: 'bytes', data } : { kind: 'activated', events };
  }
  const event = decodeEvent(eventType, data);
  return event === undefined ? { kind: 'bytes', data } : { kind: 'event', event };
}

/** What follows the number of events; also what a server's owner answers with. */
export function encodeEventReport(content: EventReport): Uint8Array {
  switch (content.kind) {
    case 'event':
      return encodeEvent(content.event);
    case 'activated':
      return encodeActiveEvents(content.events);
    case 'bytes':
      return content.data;
    default:
      return unreachable(content);
  }
}
