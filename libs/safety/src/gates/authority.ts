import type { Effect } from '../effects/effect.js';
import { answersOf } from './answer.js';
import type { Gate } from './gate.js';

const { yes, no } = answersOf('AUTHORITY');

const EFFECT: Readonly<Record<'coding' | 'programming', Effect>> = { coding: 'code', programming: 'program' };

/** Somebody whom this shop trusts has let this expert do this to this make, and still does. */
export const authority: Gate = ({ authority: fact }, { plan, profile }, now) => {
  const effect = EFFECT[plan.kind];
  const wanted = `a certificate for "${effect}" on ${profile.make}, from a root that this shop has pinned`;
  if (!fact.known)
    return no(1, { measured: 'no certificate', wanted, sentence: `The expert's authority is not known: ${fact.why}.` });
  const { expert, organisation, pinnedRoot, effects, makes, validUntil, revoked } = fact.value;
  const measured = `${expert} of ${organisation}: ${effects.join(', ')} on ${makes.join(', ')}`;
  const refuse = (rule: number, sentence: string) => no(rule, { measured, wanted, sentence });
  if (pinnedRoot !== true)
    return refuse(2, `The certificate of ${expert} does not lead to an organisation that this shop has pinned.`);
  if (revoked !== false)
    return refuse(3, `The certificate of ${expert} has been revoked: ask ${organisation} for another expert.`);
  if (!(now < validUntil))
    return refuse(4, `The certificate of ${expert} has run out: ask ${organisation} for a new one.`);
  if (!effects.includes(effect))
    return refuse(
      5,
      `The certificate of ${expert} does not cover ${plan.kind}: ask ${organisation} for an expert who may do it.`,
    );
  if (!makes.includes('*') && !makes.includes(profile.make))
    return refuse(
      6,
      `The certificate of ${expert} does not cover ${profile.make}: ask ${organisation} for an expert who may do it.`,
    );
  return yes({ measured, wanted, sentence: `${expert} of ${organisation} may do this.` });
};
