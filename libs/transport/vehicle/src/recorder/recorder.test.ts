import { byteCount, bytesOf, millis } from '@baylink/kernel';
import { baseFrame } from '@baylink/protocols/can';
import { canPair, Heard, SimulatedClock, settled } from '@baylink/testing';
import { expect, test } from 'vitest';
import { openIsoTpLink } from '../iso-tp/index.js';
import { candumpText, type LinkRecord, Recording, recorded, recordedCan } from './index.js';

const ENGINE = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const frameAt = (at: number, id: number, ...data: number[]): LinkRecord => ({
  layer: 'can',
  at: millis(at),
  way: 'tx',
  frame: baseFrame(id, bytesOf(...data)),
});

test('messages and the frames that carry them are recorded with their times, each on its layer', async () => {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const [frames, messages] = [new Recording(), new Recording()];
  const canLink = recordedCan(pair.near, frames, clock);
  const link = recorded(openIsoTpLink({ canLink, units: [ENGINE], clock }), messages, clock);
  const heard = new Heard(link);
  await pair.far.open();
  await link.open();
  await clock.advance(5);
  await link.send({ to: 'unit', unit: ENGINE }, bytesOf(0x3e, 0));
  await clock.advance(2);
  await pair.far.send(baseFrame(0x7e8, bytesOf(2, 0x7e, 0)));
  await heard.until('message');
  await link.send({ to: 'functional' }, bytesOf(0x3e, 0x80));
  await settled();
  expect(messages.records).toEqual([
    { layer: 'diagnostic', at: 5, way: 'tx', unit: 0x1001, bytes: bytesOf(0x3e, 0) },
    { layer: 'diagnostic', at: 7, way: 'rx', unit: 0x1001, bytes: bytesOf(0x7e, 0) },
    { layer: 'diagnostic', at: 7, way: 'tx', unit: undefined, bytes: bytesOf(0x3e, 0x80) },
  ]);
  expect(candumpText(frames.records, 'car')).toBe(
    '(0000000000.005000) car 7E0#023E00CCCCCCCCCC\n(0000000000.007000) car 7E8#027E00\n(0000000000.007000) car 7DF#023E80CCCCCCCCCC\n',
  );
});

test('identifiers of 29 bits and frames of the FD format are written as can-utils reads them', () => {
  const fd = (bitRateSwitch: boolean): LinkRecord => ({
    layer: 'can',
    at: millis(1_700_000_000_123.456),
    way: 'rx',
    frame: { id: 0x18da10f1, extended: true, data: bytesOf(1, 2), fd: { bitRateSwitch } },
  });
  expect(candumpText([fd(true), fd(false)], 'can0')).toBe(
    '(1700000000.123456) can0 18DA10F1##10102\n(1700000000.123456) can0 18DA10F1##00102\n',
  );
});

test('the newest are kept: by number and by bytes, and what made room is counted', () => {
  const few = new Recording({ records: 2, bytes: byteCount(100) });
  for (const at of [1, 2, 3]) few.add(frameAt(at, at));
  expect(few.records.map(({ at }) => at)).toEqual([2, 3]);
  expect(few.lost).toBe(1);
  const small = new Recording({ records: 100, bytes: byteCount(5) });
  for (const at of [1, 2, 3]) small.add(frameAt(at, at, 1, 2));
  expect(small.records.map(({ at }) => at)).toEqual([2, 3]);
});

test('what is recorded does not change when its owner writes over it', async () => {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const frames = new Recording();
  const link = recordedCan(pair.near, frames, clock);
  await link.open();
  const data = bytesOf(1);
  await link.send(baseFrame(1, data));
  data[0] = 9;
  expect(candumpText(frames.records, 'c')).toContain('001#01');
});
