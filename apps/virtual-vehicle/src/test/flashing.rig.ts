import { bytesOf, concat, hex, uintBytes } from '@baylink/kernel';
import { Heard } from '@baylink/testing';
import type { DiagnosticLink } from '@baylink/transport-vehicle';
import { ENGINE } from '@baylink/twin';
import { expect } from 'vitest';

const ADDRESS = 0x20000;
/** Where the dump of the engine unit's flash begins. */
const FIRST = 0x8000;
const IMAGE = Uint8Array.from({ length: 12_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
const PENDING = /^7f..78$/;

/** Asks and answers as hex; "response pending" is waited through. */
async function tester(link: DiagnosticLink) {
  const heard = new Heard(link);
  expect(await link.open()).toEqual({ ok: true, value: undefined });
  let taken = 0;
  return async (request: Uint8Array): Promise<string> => {
    const sent = await link.send({ to: 'unit', unit: ENGINE }, request);
    if (!sent.ok) return sent.error.message;
    for (;;) {
      const messages = await heard.until('message', ++taken);
      const answer = hex(messages[taken - 1]?.bytes ?? bytesOf());
      if (!PENDING.test(answer)) return answer;
    }
  };
}

/** Opens the link, programs 12 000 bytes of the engine unit, and closes it; `between` comes after each block. */
export async function flashEngine(link: DiagnosticLink, between: () => Promise<void> = async () => {}): Promise<void> {
  const ask = await tester(link);
  expect(await ask(bytesOf(0x10, 0x03))).toMatch(/^5003/);
  expect(await ask(bytesOf(0x10, 0x02))).toMatch(/^5002/);
  const seed = (await ask(bytesOf(0x27, 0x01))).slice(4);
  const key = Uint8Array.from(Buffer.from(seed, 'hex'), (byte) => byte ^ 0xff);
  expect(await ask(concat(bytesOf(0x27, 0x02), key))).toBe('6702');
  const range = concat(bytesOf(0x44), uintBytes(ADDRESS, 4), uintBytes(IMAGE.length, 4));
  expect(await ask(concat(bytesOf(0x31, 0x01, 0xff, 0x00), range))).toMatch(/^7101ff00/);
  const [, longest = ''] = /^74[1-4]0(.+)$/.exec(await ask(concat(bytesOf(0x34, 0x00), range))) ?? [];
  const block = Number.parseInt(longest, 16) - 2;
  for (let at = 0, counter = 1; at < IMAGE.length; at += block, counter++) {
    const sent = concat(bytesOf(0x36, counter), IMAGE.subarray(at, at + block));
    expect(await ask(sent)).toBe(`76${hex(bytesOf(counter))}`);
    await between();
  }
  expect(await ask(bytesOf(0x37))).toMatch(/^77/);
  await link.close();
}

/** Whether the dump of the engine unit holds what `flashEngine` sent. */
export const holdsImage = (dump: Uint8Array): boolean =>
  hex(dump.subarray(ADDRESS - FIRST, ADDRESS - FIRST + IMAGE.length)) === hex(IMAGE);
