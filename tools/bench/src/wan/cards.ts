import type { ContestCard } from '../measure/contest.js';
import type { Weather } from './line.js';
import type { Conditions } from './shop-flash.js';
import type { TunnelledContest } from './tunnelled/tunnelled-figures.js';

export const ROUNDS = 3;

const FINE: Weather = { rtt: 0, loss: 0, cut: false };
/** A line by satellite, or a bad one by radio. */
export const BAD: Weather = { rtt: 300, loss: 2, cut: false };

export const LOCAL: Conditions = { before: FINE, after: FINE };

const LOCAL_PEER = 'the same flash with the broker next door';

/** How the line is made worse than `LOCAL`; the write window must not notice. */
export const WORSE: readonly { readonly card: ContestCard; readonly conditions: Conditions }[] = [
  {
    card: {
      id: 'wan/bad-line',
      title:
        'Write window of a 96 KiB flash over SLCAN; 300 ms and 2 % loss between shop and broker from the first byte on',
      ...{ peer: LOCAL_PEER, ratio: 'times', aim: 1.03, clock: 'wall' },
    },
    conditions: { before: BAD, after: BAD },
  },
  {
    card: {
      id: 'wan/gone',
      title: 'The same; the line is gone as soon as the plan is armed, and comes back when the unit is done',
      ...{ peer: LOCAL_PEER, ratio: 'times', aim: 1.03, clock: 'wall' },
    },
    conditions: { before: FINE, after: { ...FINE, cut: true } },
  },
];

export const TUNNELLED: readonly TunnelledContest[] = [
  {
    mode: 'requests',
    card: {
      id: 'wan/requests-tunnelled',
      title: 'Write window with Baylink, on the bad line',
      peer: 'the same requests to a car of the same kind, each of them tunnelled over the same line (in this bench only)',
      ...{ ratio: 'times', aim: undefined, clock: 'wall' },
    },
  },
  {
    mode: 'frames',
    card: {
      id: 'wan/frames-tunnelled',
      title: 'Write window with Baylink, on the bad line',
      peer: 'the same requests to a car of the same kind, every CAN frame tunnelled over the same line (in this bench only)',
      ...{ ratio: 'times', aim: undefined, clock: 'wall' },
    },
  },
];
