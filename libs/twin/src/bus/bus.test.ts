import { bytesOf, type Millis, millis } from '@baylink/kernel';
import { type CanFrame, frameTime } from '@baylink/protocols/can';
import { describe, expect, test } from 'vitest';
import { outranks } from './arbitration.js';
import { type Bus, type BusOut, backlog, busDeadline, idleBus, USUAL_RATES as RATES, stepBus } from './bus.js';

const frame = (id: number, ...data: number[]): CanFrame => ({ id, extended: false, data: bytesOf(...data) });

function offerAll(frames: readonly (readonly [string, CanFrame])[], now: Millis): Bus {
  let bus = idleBus();
  for (const [node, queued] of frames)
    bus = stepBus(bus, { kind: 'offer', queued: { node, frame: queued, ticket: undefined } }, now).state;
  return stepBus(bus, { kind: 'tick' }, now).state;
}

function drain(start: Bus): BusOut[] {
  const out: BusOut[] = [];
  let bus = start;
  for (let due = busDeadline(bus); due !== undefined; due = busDeadline(bus)) {
    const turn = stepBus(bus, { kind: 'tick' }, due);
    bus = turn.state;
    out.push(...turn.out);
  }
  return out;
}

describe('bus', () => {
  test('[TWN-R9] a frame arrives with its last bit', () => {
    const sent = frame(0x7e0, 2, 0x3e, 0);
    const bus = offerAll([['tester', sent]], millis(10));
    const ends = 10 + frameTime(sent, RATES);
    expect(busDeadline(bus)).toBe(ends);
    expect(stepBus(bus, { kind: 'tick' }, millis(ends - 0.001)).out).toEqual([]);
    expect(stepBus(bus, { kind: 'tick' }, millis(ends)).out).toEqual([
      { kind: 'carried', queued: { node: 'tester', frame: sent, ticket: undefined }, at: ends },
    ]);
  });

  test('[TWN-R9] the next frame begins when the bus is free, even if nobody looked in time', () => {
    const [a, b] = [frame(0x7e0, 1), frame(0x7e0, 2)];
    const late = stepBus(
      offerAll(
        [
          ['tester', a],
          ['tester', b],
        ],
        millis(0),
      ),
      { kind: 'tick' },
      millis(50),
    );
    expect(late.out.map((carried) => carried.at)).toEqual([
      frameTime(a, RATES),
      frameTime(a, RATES) + frameTime(b, RATES),
    ]);
  });

  test('[TWN-R9] a frame in the FD format takes its data phase at the second bit rate', () => {
    const sent: CanFrame = { ...frame(0x7e0), data: new Uint8Array(64), fd: { bitRateSwitch: true } };
    const slow: CanFrame = { ...sent, fd: { bitRateSwitch: false } };
    const due = (each: CanFrame) => busDeadline(offerAll([['tester', each]], millis(0)));
    expect(due(sent)).toBe(frameTime(sent, RATES));
    expect(Number(due(slow)) / Number(due(sent))).toBeGreaterThan(3);
  });

  test('[TWN-R10] waiting frames go by identifier, and each node in its own order', () => {
    const bus = offerAll(
      [
        ['tester', frame(0x7e0, 1)],
        ['tester', frame(0x7e0, 2)],
        ['tester', frame(0x100, 3)],
        ['engine', frame(0x7e8, 4)],
        ['body', frame(0x0f0, 5)],
      ],
      millis(0),
    );
    expect(backlog(bus, 'tester')).toBe(3);
    expect(drain(bus).map((carried) => carried.queued.frame.data[0])).toEqual([5, 1, 2, 3, 4]);
  });

  test('[TWN-R10] a node without power takes back what waits, not what is on the wire', () => {
    const bus = offerAll(
      [
        ['engine', frame(0x7e8, 1)],
        ['engine', frame(0x7e8, 2)],
      ],
      millis(0),
    );
    const left = stepBus(bus, { kind: 'withdraw', node: 'engine' }, millis(0)).state;
    expect(drain(left).map((carried) => carried.queued.frame.data[0])).toEqual([1]);
  });

  test.each([
    ['a lower base identifier', frame(0x7df), frame(0x7e0)],
    ['base format with the same eleven bits', frame(0x100), { id: 0x100 << 18, extended: true, data: bytesOf() }],
    [
      'a lower extension',
      { id: 0x18da10f1, extended: true, data: bytesOf() },
      { id: 0x18da11f1, extended: true, data: bytesOf() },
    ],
  ])('[TWN-R10] %s wins', (_, winner, loser) => {
    expect(outranks(winner, loser)).toBe(true);
    expect(outranks(loser, winner)).toBe(false);
  });
});
