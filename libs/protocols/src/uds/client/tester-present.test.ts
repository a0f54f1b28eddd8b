import { after, hex, type Millis, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import {
  createTesterPresent,
  KEEP_ALIVE,
  TESTER_PRESENT_DEFAULTS,
  type TesterPresentConfig,
  type TesterPresentInput,
  type TesterPresentState,
  testerPresent,
} from './tester-present.js';

/** Tells the times at which keep-alives leave. */
class PresenceRig {
  now: Millis = millis(0);
  state: TesterPresentState;

  constructor(config: Partial<TesterPresentConfig> = {}, session: 'opened here' | 'taken over' = 'opened here') {
    this.state = createTesterPresent({ ...TESTER_PRESENT_DEFAULTS, ...config });
    if (session === 'opened here') this.feed({ kind: 'sent' });
  }

  feed(input: TesterPresentInput): number[] {
    const { state, out } = testerPresent.step(this.state, input, this.now);
    this.state = state;
    for (const { bytes } of out) expect([...bytes]).toEqual(this.state.config.request);
    return out.map(() => this.now);
  }

  wait(duration: number): number[] {
    const end = after(this.now, millis(duration));
    const sent: number[] = [];
    for (let at = testerPresent.deadline(this.state); at !== undefined && at <= end; ) {
      this.now = millis(Math.max(at, this.now));
      sent.push(...this.feed({ kind: 'tick' }));
      at = testerPresent.deadline(this.state);
    }
    this.now = end;
    return sent;
  }
}

test('[C23][UDS-R50] every 2 s from the start to the stop, and not otherwise', () => {
  const rig = new PresenceRig();
  expect(rig.wait(10_000)).toEqual([]);
  rig.feed({ kind: 'start' });
  expect(rig.wait(6000)).toEqual([12_000, 14_000, 16_000]);
  rig.feed({ kind: 'stop' });
  expect(rig.wait(10_000)).toEqual([]);
});

test('[C23][UDS-R50] at once where a session is taken over, and every 2 s from then on', () => {
  const rig = new PresenceRig({}, 'taken over');
  expect(rig.wait(3000)).toEqual([]);
  rig.feed({ kind: 'start' });
  expect(rig.wait(5000)).toEqual([3000, 5000, 7000]);
});

test('[C23][UDS-R50] any request puts the next keep-alive off, a second start does not', () => {
  const rig = new PresenceRig();
  rig.feed({ kind: 'start' });
  rig.wait(1500);
  rig.feed({ kind: 'sent' });
  rig.wait(1000);
  rig.feed({ kind: 'start' });
  expect(rig.wait(1500)).toEqual([3500]);
});

test('[C23][UDS-R51] not inside a segmented message, at once after it', () => {
  const rig = new PresenceRig();
  rig.feed({ kind: 'start' });
  rig.feed({ kind: 'hold', why: 'segmented' });
  expect(rig.wait(3000)).toEqual([]);
  expect(rig.feed({ kind: 'release', why: 'segmented' })).toEqual([3000]);
  expect(rig.wait(2000)).toEqual([5000]);
});

test('[C23][UDS-R51] a message that ends before the keep-alive is due changes nothing', () => {
  const rig = new PresenceRig();
  rig.feed({ kind: 'start' });
  rig.feed({ kind: 'hold', why: 'segmented' });
  rig.wait(500);
  expect(rig.feed({ kind: 'release', why: 'segmented' })).toEqual([]);
  expect(rig.wait(1500)).toEqual([2000]);
});

test.each([
  ['send', [2000, 4000], []],
  ['wait', [], [5000]],
] as const)('[C23][UDS-R51] during 0x78: %s', (duringPending, during, then) => {
  const rig = new PresenceRig({ duringPending });
  rig.feed({ kind: 'start' });
  rig.feed({ kind: 'hold', why: 'pending' });
  expect(rig.wait(5000)).toEqual(during);
  expect(rig.feed({ kind: 'release', why: 'pending' })).toEqual(then);
});

test('[C23][UDS-R51] two reasons to wait end one by one', () => {
  const rig = new PresenceRig({ duringPending: 'wait' });
  rig.feed({ kind: 'start' });
  for (const why of ['segmented', 'pending', 'segmented'] as const) rig.feed({ kind: 'hold', why });
  rig.wait(3000);
  expect(rig.feed({ kind: 'release', why: 'segmented' })).toEqual([]);
  expect(rig.feed({ kind: 'release', why: 'pending' })).toEqual([3000]);
});

test.each([
  ['uds', '3e80'],
  ['kwp2000', '3e02'],
] as const)('[C23][UDS-R50] a unit that speaks %s is told so in its own words', (dialect, text) => {
  const rig = new PresenceRig({ request: KEEP_ALIVE[dialect] });
  rig.feed({ kind: 'start' });
  rig.now = millis(2000);
  const { out } = testerPresent.step(rig.state, { kind: 'tick' }, rig.now);
  expect(out.map(({ bytes }) => hex(bytes))).toEqual([text]);
});
