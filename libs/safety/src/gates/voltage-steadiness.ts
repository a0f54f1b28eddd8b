import { millis } from '@baylink/kernel';
import { showAge } from '../facts/age.js';
import { covers, frozenFor, isCoarse, rippleOf, spread, stretch } from '../facts/steadiness.js';
import { answersOf } from './answer.js';
import type { GateReport } from './gate.js';
import type { VoltageContext } from './voltage-check.js';

const { no } = answersOf('VOLTAGE_CHECK');

/** A source may miss this many readings in a row before its stretch counts as broken. */
const MISSED = 4;

/** In band, without a hole, for the whole soak. */
function soaked({ sources, limits, now }: VoltageContext): GateReport | undefined {
  const since = millis(now - limits.soak);
  const bad = sources.find(({ history }) => {
    const samples = stretch(history, since);
    const gap = millis(limits.maxAge[history.kind] * MISSED);
    return !(
      covers(samples, since, gap, now) && samples.every(({ value }) => value >= limits.low && value <= limits.high)
    );
  });
  if (bad === undefined) return undefined;
  return no(8, {
    measured: `${bad.history.source}: not yet in band for ${showAge(limits.soak)}`,
    wanted: `in band for ${showAge(limits.soak)} without a gap`,
    sentence: `The voltage has not been steady for ${showAge(limits.soak)} yet: leave the supply as it is and wait.`,
  });
}

function drifting({ sources, limits, now }: VoltageContext): GateReport | undefined {
  const drift = Math.max(...sources.map(({ history }) => spread(stretch(history, millis(now - limits.soak)))));
  if (drift <= limits.drift) return undefined;
  return no(9, {
    measured: `${drift} mV over ${showAge(limits.soak)}`,
    wanted: `at most ${limits.drift} mV`,
    sentence: `The voltage drifts by ${drift} mV: switch consumers off and wait until the supply is steady.`,
  });
}

function rippling({ sources, limits, now }: VoltageContext): GateReport | undefined {
  const ripple = Math.max(...sources.map(({ history }) => rippleOf(history, millis(now - limits.rippleWindow))));
  if (ripple <= limits.ripple) return undefined;
  return no(10, {
    measured: `${ripple} mV peak to peak`,
    wanted: `at most ${limits.ripple} mV`,
    sentence: `The voltage ripples by ${ripple} mV: use a supply that is made for programming and check its clamps.`,
  });
}

/** Where the profile only tells, and for a source that could not show a small movement, the sentence of the gate tells it. */
function stuck({ sources, limits }: VoltageContext): GateReport | undefined {
  if (limits.stuck === 'tell') return undefined;
  const bad = sources.find(({ history }) => !isCoarse(history) && frozenFor(history) >= limits.stuckAfter);
  if (bad === undefined) return undefined;
  return no(11, {
    measured: `unchanged for ${showAge(frozenFor(bad.history))}`,
    wanted: 'a reading that moves',
    sentence: `The voltage source ${bad.history.source} has reported one and the same value for ${showAge(frozenFor(bad.history))}: check that it is a live reading.`,
  });
}

export const steadinessRules: readonly ((context: VoltageContext) => GateReport | undefined)[] = [
  soaked,
  drifting,
  rippling,
  stuck,
];
