import { isFresh, showAge } from '../facts/age.js';
import { answersOf } from './answer.js';
import type { Gate } from './gate.js';

const { yes, no } = answersOf('LINK_QUALITY');

const RETRY = 'check plug, cable and adapter, then wait for new probes';

/** The last probes were all answered within their own bounds, and nothing was lost meanwhile. */
export const linkQuality: Gate = ({ link }, { profile }, now) => {
  const limits = profile.link;
  const wanted = `${limits.probes} answers in a row within their bounds, no error, no lost flow control`;
  if (!link.known)
    return no(1, {
      measured: 'unknown',
      wanted,
      sentence: `Nothing is known of the vehicle link: ${link.why}; ${RETRY}.`,
    });
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
  const late = probes.find(({ took, bound }) => took === undefined || !(took >= 0 && took <= bound));
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
    sentence: 'The vehicle link answers in time and without errors.',
  });
};
