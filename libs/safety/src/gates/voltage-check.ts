import { type Millis, millis, millivolts, showVolts } from '@baylink/kernel';
import { isFresh, showAge } from '../facts/age.js';
import { newest } from '../facts/history.js';
import { frozenFor, isCoarse } from '../facts/steadiness.js';
import type { VoltageHistory, VoltageSample } from '../facts/voltage.js';
import type { VoltageLimits } from '../profile/profile.js';
import { answersOf, firstOf } from './answer.js';
import type { Gate, GateReport } from './gate.js';
import { steadinessRules } from './voltage-steadiness.js';

const { yes, no } = answersOf('VOLTAGE_CHECK');

/** A source that has said something lately. */
export interface LiveSource {
  readonly history: VoltageHistory;
  readonly last: VoltageSample;
}

export interface VoltageContext {
  readonly sources: readonly LiveSource[];
  readonly limits: VoltageLimits;
  readonly now: Millis;
}

type Rule = (context: VoltageContext) => GateReport | undefined;

const band = (limits: VoltageLimits): string =>
  `${showVolts(millivolts(limits.low))} to ${showVolts(millivolts(limits.high))}`;

/** After the first erase one living source is enough and steadiness is not asked: a pause is all that could follow. */
export const voltageCheck: Gate = ({ voltage }, { moment, profile }, now) => {
  const limits = profile.voltage;
  const forward = moment === 'forward';
  if (voltage.length === 0)
    return no(1, {
      measured: 'no source',
      wanted: band(limits),
      sentence: 'No source reports the battery voltage: connect the bench supply or an adapter that measures it.',
    });
  const asked = voltage.map((history) => listenTo(history, limits, now));
  const sources = asked.filter(isLive);
  const dead = asked.find((each) => 'gate' in each);
  if (dead !== undefined && (!forward || sources.length === 0)) return dead;
  const context = { sources, limits, now };
  return firstOf(forward ? levelRules : [...levelRules, ...steadinessRules], context) ?? holds(context);
};

const isLive = (each: LiveSource | GateReport): each is LiveSource => 'history' in each;

/** Or why it cannot be asked now: it failed, said nothing yet, or said it too long ago. */
function listenTo(history: VoltageHistory, limits: VoltageLimits, now: Millis): LiveSource | GateReport {
  const { source, standing, kind } = history;
  if (standing.kind === 'failed')
    return no(2, {
      measured: 'unknown',
      wanted: band(limits),
      sentence: `The voltage source ${source} has failed: ${standing.why}. Check its cable and wait for a new reading.`,
    });
  const last = newest(history);
  const limit = limits.maxAge[kind];
  if (last !== undefined && isFresh(last.at, limit, now)) return { history, last };
  return no(3, {
    measured: last === undefined ? 'no reading yet' : `${showVolts(last.value)}, ${showAge(now - last.at)} old`,
    wanted: `a reading no older than ${limit} ms`,
    sentence: `The voltage source ${source} is silent: its last reading is too old. Check that it is switched on and connected.`,
  });
}

const outside =
  (rule: number, test: (value: number, limits: VoltageLimits) => boolean, next: string): Rule =>
  ({ sources, limits }) => {
    // Written so that a value which is no number fails the test too.
    const bad = sources.find(({ last }) => !test(last.value, limits));
    return bad === undefined
      ? undefined
      : no(rule, {
          measured: showVolts(bad.last.value),
          wanted: band(limits),
          sentence: `The battery is at ${showVolts(bad.last.value)}, wanted is ${band(limits)}: ${next}.`,
        });
  };

const agreement: Rule = ({ sources, limits }) => {
  const values = sources.map(({ last }) => last.value);
  const difference = Math.max(...values) - Math.min(...values);
  if (difference <= limits.agreement) return undefined;
  return no(7, {
    measured: sources.map(({ history, last }) => `${history.source} ${showVolts(last.value)}`).join(', '),
    wanted: `sources within ${limits.agreement} mV of each other`,
    sentence: `The voltage sources differ by ${difference} mV: find out which one is wrong before going on.`,
  });
};

const levelRules: readonly Rule[] = [
  outside(
    4,
    (value, { critical }) => value >= critical,
    'it is critically low, connect the supply now and keep it connected',
  ),
  outside(5, (value, { low }) => value >= low, 'raise the supply'),
  outside(6, (value, { high }) => value <= high, 'lower the supply'),
  agreement,
];

function holds({ sources, limits, now }: VoltageContext): GateReport {
  const measured = sources.map(({ history, last }) => `${showVolts(last.value)} (${history.source})`).join(', ');
  const ages = sources.map(({ last }) => millis(now - last.at));
  return yes({
    measured,
    wanted: band(limits),
    sentence: `The battery is at ${measured}, read ${showAge(Math.max(...ages))} ago: inside the band.${frozen(sources, limits)}`,
  });
}

/** Where a frozen reading does not close the gate, it is told with it. */
const frozen = (sources: readonly LiveSource[], limits: VoltageLimits): string =>
  sources
    .filter(({ history }) => frozenFor(history) >= limits.stuckAfter)
    .map(
      ({ history }) =>
        ` ${history.source} has not moved for ${showAge(frozenFor(history))}${isCoarse(history) ? `, in steps of ${history.step} mV` : ''}: check that it is a live reading.`,
    )
    .join('');
