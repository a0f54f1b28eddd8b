import { millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { bytesOfHex } from '../../test/doctored.js';
import { cleanRun, execute } from '../run/execute.js';
import type { Evidence } from './evidence.js';
import { broken } from './oracle.js';

const { evidence } = await execute(cleanRun('flash'));

/** Behind the key the shop sends `request`, hears `answer`, and for 9 s the unit hears nothing of it. */
function silentBehind(request: string, answer: string, last: string): Evidence {
  const at = evidence.seen.findIndex(({ bytes }) => bytes[0] === 0x27 && bytes[1] === 0x02);
  const key = evidence.seen[at];
  if (key === undefined) throw new Error('there was no key');
  const durable = `${key.durable}00000000 ${JSON.stringify({ record: { type: last } })}\n`;
  const asked = { ...key, bytes: bytesOfHex(request), durable };
  const heard = { ...key, direction: 'rx', bytes: bytesOfHex(answer), durable: '' } as const;
  const late = evidence.seen.slice(at + 1).map((one) => ({ ...one, at: millis(one.at + 9_000) }));
  return { ...evidence, seen: [...evidence.seen.slice(0, at), asked, heard, ...late] };
}

test.each([
  ['the answer to the 10 01 of a clean abort is none', '1001', '500103e801f4', 'ENTRY', 0],
  ['such an answer that nobody asked for', '3e00', '500103e801f4', 'ENTRY', 1],
  ['a refusal of it', '1001', '7f1022', 'ENTRY', 1],
  ['the same once an erase is intended', '1001', '500103e801f4', 'ERASE_INTENT', 1],
  ['the same once a write is intended', '1001', '500103e801f4', 'WRITE_INTENT', 1],
] as const)('I11 silence in a session, and %s', (_, request, answer, last, found) => {
  const silences = broken(silentBehind(request, answer, last)).filter((sentence) => sentence.startsWith('I11'));
  expect(silences).toHaveLength(found);
});
