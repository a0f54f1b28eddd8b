import { isFresh, showAge } from '../facts/age.js';
import type { Fact } from '../facts/fact.js';
import type { LinkAbility } from '../facts/facts.js';
import type { CodingPlan, Plan } from '../plan/plan.js';
import { SMALLEST_MESSAGE } from '../write-job/block-length.js';
import { answersOf } from './answer.js';
import type { Gate, GateReport } from './gate.js';

const { yes, no } = answersOf('LINK_QUALITY');

const RETRY = 'check plug, cable and adapter, then wait for new probes';

/** SID and data identifier of a 2E request. */
const WRITE_OVERHEAD = 3;
const HEX_DIGITS_A_BYTE = 2;

/** Old values may have to be written back: they count too. */
const longestWrite = (plan: CodingPlan): number =>
  Math.max(0, ...plan.writes.flatMap(({ before, after }) => [before, after]).map((value) => value.length)) /
    HEX_DIGITS_A_BYTE +
  WRITE_OVERHEAD;

const neededFor = (plan: Plan): number => (plan.kind === 'coding' ? longestWrite(plan) : SMALLEST_MESSAGE);

/** Why the link cannot carry out this plan, on its certificate alone: asked before anything is read for long, too. Only what is certified to be able is able. */
export function inability(ability: Fact<LinkAbility>, plan: Plan): GateReport | undefined {
  const needed = neededFor(plan);
  if (!ability.known)
    return no(9, {
      measured: 'unknown',
      wanted: `messages of ${needed} bytes`,
      sentence: `What the vehicle link can carry is not known: ${ability.why}; ${RETRY}.`,
    });
  const { adapter, programming, longestMessage } = ability.value;
  if (plan.kind === 'programming' && programming.able !== true)
    return no(7, {
      measured: adapter,
      wanted: 'an adapter that is able to program',
      sentence: `This adapter (${adapter}) cannot program: ${programming.why}. Use another adapter.`,
    });
  if (longestMessage >= needed) return undefined;
  return no(8, {
    measured: `messages of ${longestMessage} bytes`,
    wanted: `messages of ${needed} bytes`,
    sentence: `This adapter (${adapter}) carries messages of ${longestMessage} bytes and this plan needs ${needed}: use another adapter.`,
  });
}

const SEEN: ReadonlySet<string> = new Set(['tested', 'direct']);

/** What holds on the adapter's word alone is not told as seen. */
const claim = (ability: LinkAbility, plan: Plan): string =>
  plan.kind === 'programming' && ability.programming.able && !SEEN.has(ability.programming.proof)
    ? ` That the adapter (${ability.adapter}) can program is its own claim: only what has gone over it shows that.`
    : '';

/** The last probes were all answered within their own bounds, and nothing was lost meanwhile. */
export const linkQuality: Gate = ({ link, ability }, { profile, plan }, now) => {
  const limits = profile.link;
  const wanted = `${limits.probes} answers in a row within their bounds, no error, no lost flow control`;
  if (!link.known)
    return no(1, {
      measured: 'unknown',
      wanted,
      sentence: `Nothing is known of the vehicle link: ${link.why}; ${RETRY}.`,
    });
  const unable = inability(ability, plan);
  if (unable !== undefined) return unable;
  const { errors, lostFlowControls } = link.value;
  const probes = link.value.probes.slice(-limits.probes);
  if (probes.length < limits.probes)
    return no(2, {
      measured: `${probes.length} probes`,
      wanted,
      sentence: `The vehicle link has been probed ${probes.length} of ${limits.probes} times: wait a moment.`,
    });
  const age = now - (probes.at(-1)?.at ?? Number.NaN);
  if (!isFresh(link.at, limits.maxAge, now) || !(age >= 0 && age <= limits.maxAge))
    return no(3, {
      measured: `last probe ${showAge(age)} ago`,
      wanted: `a probe within ${showAge(limits.maxAge)}`,
      sentence: `The vehicle link has not been probed lately; ${RETRY}.`,
    });
  const late = probes.find(({ took, bound }) => {
    const ms = took ?? Number.NaN;
    return !(ms >= 0 && ms <= bound);
  });
  if (late !== undefined)
    return no(4, {
      measured: late.took === undefined ? 'a request without an answer' : `an answer after ${late.took} ms`,
      wanted: `answers within ${late.bound} ms`,
      sentence: `The vehicle link is too slow or loses answers; ${RETRY}.`,
    });
  if (errors !== 0)
    return no(5, {
      measured: `${errors} errors`,
      wanted,
      sentence: `The vehicle link has reported ${errors} errors; ${RETRY}.`,
    });
  if (lostFlowControls !== 0)
    return no(6, {
      measured: `${lostFlowControls} lost flow controls`,
      wanted,
      sentence: `The vehicle link has lost ${lostFlowControls} flow controls; ${RETRY}.`,
    });
  return yes({
    measured: `${probes.length} good answers`,
    wanted,
    sentence: `The vehicle link answers in time and without errors.${ability.known ? claim(ability.value, plan) : ''}`,
  });
};
