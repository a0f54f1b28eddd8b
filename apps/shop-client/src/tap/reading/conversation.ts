import type { SeenMessage } from '@baylink/protocols/odx';
import type { TapMessage } from './listener.js';

const NEGATIVE_RESPONSE = 0x7f;
const POSITIVE_OFFSET = 0x40;
const MOST_OPEN = 16;

/** Gives each answer the newest request before it that it may be the answer of. */
export function pair(messages: readonly TapMessage[]): readonly (TapMessage & SeenMessage)[] {
  const asked: Uint8Array[] = [];
  return messages.map((message) => {
    if (message.direction === 'tx') {
      asked.unshift(message.bytes);
      asked.length = Math.min(asked.length, MOST_OPEN);
      return message;
    }
    const [first = 0, second = 0] = message.bytes;
    const sid = first === NEGATIVE_RESPONSE ? second : first - POSITIVE_OFFSET;
    const request = asked.find((bytes) => bytes[0] === sid);
    return request === undefined ? message : { ...message, request };
  });
}
