import { after, type Millis, millis, millivolts } from '@baylink/kernel';
import { newest } from '../facts/history.js';
import { stretch } from '../facts/steadiness.js';
import { ask } from '../gates/evaluate.js';
import { CRITICALLY_LOW, hold } from './endings.js';
import { LIMITS } from './limits.table.js';
import { phaseRules } from './phase-rules.js';
import type { JobState } from './state.js';
import { andThen, type Context, demandOf, factsOf, go, journal, still, type Turn, told, waitUntil } from './turn.js';

const LOOK_AGAIN = millis(250);
const NEXT = 'Keep power and cable connected, see to the supply, then press continue.';

/** At a block boundary, after the point of no return: nothing is sent but TesterPresent until the supply is right again. */
export function pause(job: JobState, why: string, sag: boolean, context: Context): Turn {
  const pauses = job.tries.pauses + 1;
  if (pauses > LIMITS.pauses)
    return hold(job, { why: `${why} This was pause ${pauses}.`, next: NEXT, silent: false }, context);
  const paused: JobState = {
    ...go(job, { task: 'pausing', back: job.phase, since: context.now, why, sag }, `Paused: ${why}`),
    // The request that comes next is the one that was not answered: its tries go on being counted.
    attempt: job.attempt,
    tries: { ...job.tries, pauses },
    staleSince: undefined,
  };
  return andThen(told(paused, { kind: 'alarm', sentence: `Paused: ${why}` }), (state) =>
    journal(state, { type: 'PAUSE', at: context.now, why, volts: lowest(context) }, 'group', context),
  );
}

export const pausing = phaseRules('pausing', {
  next(job, context) {
    const { now } = context;
    const { back, since, why, sag } = job.phase;
    const report = ask('VOLTAGE_CHECK', factsOf(job, context), demandOf(job, 'forward', now), now);
    const shown: JobState = { ...job, gates: [report] };
    if (report.rule === 'VOLTAGE_CHECK-R4') return hold(shown, { ...CRITICALLY_LOW, why: report.sentence }, context);
    const limit = after(since, millis(job.brief.profile.timing.pauseLimit));
    if (now >= limit)
      return hold(shown, { why: `The write has been paused for too long. ${why}`, next: NEXT, silent: false }, context);
    if (!report.holds || (sag && !recovered(job, context)))
      return waitUntil(shown, millis(Math.min(after(now, LOOK_AGAIN), limit)));
    const resumed: JobState = {
      ...go(shown, back, 'The supply is right again: the write goes on.'),
      attempt: job.attempt,
    };
    return andThen(still(resumed), (state) =>
      journal(state, { type: 'RESUME', at: now, volts: lowest(context) }, 'group', context),
    );
  },
});

/** At least `margin` above the lower limit, without a break, for `hold`. */
function recovered(job: JobState, { facts, now }: Context): boolean {
  const { low, high, resume } = job.brief.profile.voltage;
  const since = millis(now - resume.hold);
  const wanted = Math.min(low + resume.margin, high);
  return facts.voltage.every((history) => {
    const samples = stretch(history, since);
    const first: Millis | undefined = samples[0]?.at;
    return first !== undefined && first <= since && samples.every(({ value }) => value >= wanted && value <= high);
  });
}

/** Of the newest samples, for the record. */
function lowest({ facts }: Context): number | null {
  const values = facts.voltage.map((history) => newest(history)?.value ?? millivolts(Number.NaN));
  const least = Math.min(...values);
  return Number.isFinite(least) ? least / MILLIVOLTS_PER_VOLT : null;
}

const MILLIVOLTS_PER_VOLT = 1000;
