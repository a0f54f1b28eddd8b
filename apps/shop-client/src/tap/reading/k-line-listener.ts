import { concat, equalBytes, showHex } from '@baylink/kernel';
import { MODE, MODE_BITS, readMessage } from '@baylink/protocols/k-line';
import type { TapChunk } from './chunk.js';
import type { Listener } from './listener.js';

/** More than any pause inside a message (P1, P4: 20 ms), also of a computer that is late; nanoseconds. (ISO 14230-2 4.4.1) */
const SILENCE = 100_000_000n;

interface Heard {
  readonly bytes: Uint8Array;
  readonly at: bigint;
}
const NOTHING: Heard = { bytes: new Uint8Array(), at: 0n };

/**
 * Messages of ISO 14230-2 with addresses. A tester on one wire hears itself: what comes back as it was sent is left out.
 * What is no message with a right sum, such as a wake-up or key bytes, is passed over.
 */
export function kLine(): Listener {
  const heard: Record<TapChunk['direction'], Heard> = { tx: NOTHING, rx: NOTHING };
  let sent = new Uint8Array();
  return ({ direction, bytes, at }) => {
    const before = heard[direction];
    const broken = at - before.at > SILENCE;
    let rest: Uint8Array = concat(broken ? new Uint8Array() : before.bytes, bytes);
    const messages: { who: string; bytes: Uint8Array }[] = [];
    for (;;) {
      const [format] = rest;
      if (format === undefined) break;
      const addressed = (format & MODE_BITS) === MODE.physical || (format & MODE_BITS) === MODE.functional;
      const reading = addressed ? readMessage(rest) : ({ kind: 'damaged' } as const);
      if (reading.kind === 'incomplete' || reading.kind === 'open') break;
      const whole = reading.kind === 'message' ? rest.slice(0, reading.size) : undefined;
      const own = whole !== undefined && direction === 'rx' && equalBytes(whole, sent);
      if (whole !== undefined && direction === 'tx') sent = whole;
      if (reading.kind === 'message' && !own) {
        const [, target = 0, source = 0] = rest;
        messages.push({ who: `${showHex(source)}>${showHex(target)}`, bytes: reading.message.data });
      }
      rest = rest.subarray(whole?.length ?? 1);
    }
    heard[direction] = { bytes: rest, at };
    return messages;
  };
}
