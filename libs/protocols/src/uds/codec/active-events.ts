import { concat } from '@baylink/kernel';
import { byteAt } from './codec.js';
import { type EventRecord, encodeEventRecord, eventLayout } from './event-record.js';

/** Bit 6 of an event type: the event logic survives power-off. */
export const STORE_EVENT = 0x40;

/** An event that has been set up. */
export interface ResponseEvent {
  readonly eventType: number;
  readonly eventWindowTime: number;
  readonly record: EventRecord;
  /** The request that the unit performs at each event. Empty where the event itself says what is reported. */
  readonly serviceToRespondTo: Uint8Array;
}

/** Window time, record and service behind an event type; `undefined` when that type wants another length. */
export function decodeEvent(eventType: number, bytes: Uint8Array): ResponseEvent | undefined {
  const layout = eventLayout(eventType & ~STORE_EVENT);
  const rest = bytes.subarray(1);
  const length = layout.length(rest);
  if (bytes.length === 0 || rest.length < length) return undefined;
  const serviceToRespondTo = rest.subarray(length);
  if (layout.service !== 'unknown' && serviceToRespondTo.length > 0 !== (layout.service === 'always')) return undefined;
  const record = layout.read(rest.subarray(0, length));
  return { eventType, eventWindowTime: byteAt(bytes, 0), record, serviceToRespondTo };
}

export const encodeEvent = ({ eventWindowTime, record, serviceToRespondTo }: ResponseEvent): Uint8Array =>
  concat(Uint8Array.of(eventWindowTime), encodeEventRecord(record), serviceToRespondTo);

/**
 * The list of reportActivatedEvents. It does not say how long a serviceToRespondToRecord is: it ends the list, or there
 * is none in it. `undefined` where one stands before another event.
 */
export function decodeActiveEvents(count: number, bytes: Uint8Array): readonly ResponseEvent[] | undefined {
  const events: ResponseEvent[] = [];
  let at = 0;
  for (let left = count; left > 0; left--) {
    const eventType = byteAt(bytes, at);
    const layout = eventLayout(eventType & ~STORE_EVENT);
    if (left > 1 && layout.service !== 'never') return undefined;
    const end = left > 1 ? at + 2 + layout.length(bytes.subarray(at + 2)) : bytes.length;
    const event = end > bytes.length ? undefined : decodeEvent(eventType, bytes.subarray(at + 1, end));
    if (event === undefined) return undefined;
    events.push(event);
    at = end;
  }
  return at === bytes.length ? events : undefined;
}

export const encodeActiveEvents = (events: readonly ResponseEvent[]): Uint8Array =>
  concat(...events.map((event) => concat(Uint8Array.of(event.eventType), encodeEvent(event))));
