import { bytesOf, hex } from '@baylink/kernel';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { Recording, recorded } from '@baylink/transport-vehicle/recorder';
import { expect, test } from 'vitest';
import { SimulatedClock, settled } from '../edges.js';
import { canPair, Heard } from '../links/index.js';
import { replayLink } from './index.js';

const ENGINE = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const TESTER = { logical: 0x0e00, can: { request: 0x7e8, response: 0x7e0 } };
const to = { to: 'unit', unit: ENGINE } as const;

/** Two requests to a unit that answers the first with a pause and "response pending" before the answer. */
async function recording() {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const kept = new Recording();
  const link = recorded(openIsoTpLink({ canLink: pair.near, units: [ENGINE], clock }), kept, clock);
  link.listen(() => {});
  const unit = openIsoTpLink({ canLink: pair.far, units: [TESTER], clock });
  await unit.open();
  await link.open();
  const says = (...bytes: number[]) => unit.send({ to: 'unit', unit: TESTER }, Uint8Array.from(bytes));
  await link.send(to, bytesOf(0x10, 0x03));
  await clock.advance(10);
  await says(0x7f, 0x10, 0x78);
  await clock.advance(40);
  await says(0x50, 0x03);
  await settled();
  await link.send(to, bytesOf(0x3e, 0x00));
  await says(0x7e, 0x00);
  await settled();
  return kept.records;
}

test('a recording answers as the unit did, at the distances of then', async () => {
  const clock = new SimulatedClock();
  const link = replayLink(await recording(), [ENGINE], clock);
  const heard = new Heard(link);
  await link.open();
  expect((await link.send(to, bytesOf(0x10, 0x03))).ok).toBe(true);
  await clock.advance(9);
  expect(heard.events).toEqual([]);
  await clock.advance(100);
  expect((await link.send(to, bytesOf(0x3e, 0x00))).ok).toBe(true);
  await clock.advance(1);
  expect(heard.of('message').map(({ at, bytes }) => `${at} ${hex(bytes)}`)).toEqual([
    '10 7f1078',
    '50 5003',
    expect.stringMatching(/^1(09|10) 7e00$/),
  ]);
  expect(link.counters()).toMatchObject({ sent: 2, received: 3 });
});

test('another request than the recorded one is refused with both, and so is one after the end', async () => {
  const clock = new SimulatedClock();
  const link = replayLink(await recording(), [ENGINE], clock);
  expect(await link.send(to, bytesOf(0x10, 0x03))).toMatchObject({ ok: false, error: { kind: 'lost' } });
  await link.open();
  expect(await link.send(to, bytesOf(0x10, 0x02))).toMatchObject({
    ok: false,
    error: { kind: 'refused', message: expect.stringContaining('"10 02" was sent where the recording has "10 03"') },
  });
  await link.send(to, bytesOf(0x10, 0x03));
  await link.send(to, bytesOf(0x3e, 0x00));
  expect(await link.send(to, bytesOf(0x3e, 0x00))).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('The recording has ended') },
  });
});

test('a closed replay says nothing more', async () => {
  const clock = new SimulatedClock();
  const link = replayLink(await recording(), [ENGINE], clock);
  const heard = new Heard(link);
  await link.open();
  await link.send(to, bytesOf(0x10, 0x03));
  await link.close();
  await clock.advance(1000);
  expect(heard.events.map(({ kind }) => kind)).toEqual(['closed']);
});
