import type { Effect } from '../effects/effect.js';
import type { Authority, Certified } from '../facts/facts.js';
import { secondExpertFor } from '../plan/second-expert.js';
import { answersOf } from './answer.js';
import type { Demand, Gate } from './gate.js';

const { yes, no } = answersOf('AUTHORITY');

const EFFECT: Readonly<Record<'coding' | 'programming', Effect>> = { coding: 'code', programming: 'program' };

/** Why a gate says no: its rule, and the sentence. */
type Objection = readonly [rule: number, sentence: string];

/** Somebody whom this shop trusts has let this expert do this to this make, and still does; a second one where lives depend on it. */
export const authority: Gate = ({ authority: fact }, demand, now) => {
  const { plan, profile } = demand;
  const wanted = `a certificate for "${EFFECT[plan.kind]}" on ${profile.make}, from a root that this shop has pinned`;
  if (!fact.known)
    return no(1, { measured: 'no certificate', wanted, sentence: `The expert's authority is not known: ${fact.why}.` });
  const { expert, organisation, effects, makes, countersigner } = fact.value;
  const measured = `${expert} of ${organisation}: ${effects.join(', ')} on ${makes.join(', ')}`;
  const objection = objectionTo(fact.value, demand, now) ?? secondObjection(fact.value, demand, now);
  if (objection !== undefined) return no(objection[0], { measured, wanted, sentence: objection[1] });
  const both = countersigner === null ? '' : `, and ${countersigner.expert} has signed the same plan`;
  return yes({ measured, wanted, sentence: `${expert} of ${organisation} may do this${both}.` });
};

function objectionTo(
  who: Certified,
  { plan, profile }: Pick<Demand, 'plan' | 'profile'>,
  now: number,
): Objection | undefined {
  const { expert, organisation, pinnedRoot, effects, makes, validUntil, revoked } = who;
  if (pinnedRoot !== true)
    return [2, `The certificate of ${expert} does not lead to an organisation that this shop has pinned.`];
  if (revoked !== false)
    return [3, `The certificate of ${expert} has been revoked: ask ${organisation} for another expert.`];
  if (!(now < validUntil)) return [4, `The certificate of ${expert} has run out: ask ${organisation} for a new one.`];
  const another = `ask ${organisation} for an expert who may do it.`;
  if (!effects.includes(EFFECT[plan.kind]))
    return [5, `The certificate of ${expert} does not cover ${plan.kind}: ${another}`];
  if (!makes.includes('*') && !makes.includes(profile.make))
    return [6, `The certificate of ${expert} does not cover ${profile.make}: ${another}`];
  return undefined;
}

/** Why this second expert's word would not let AUTHORITY through, in a sentence, whatever the plan says of the first; undefined when it would. */
export const objectionToSecond = (
  second: Certified,
  demand: Pick<Demand, 'plan' | 'profile'>,
  now: number,
): string | undefined => {
  const objection = objectionTo(second, demand, now);
  return objection && `The countersignature does not count. ${objection[1]}`;
};

/** Two people, two keys, one plan. */
function secondObjection(first: Authority, demand: Demand, now: number): Objection | undefined {
  const { plan, planDigest, profile } = demand;
  const why = secondExpertFor(
    plan,
    profile.units.find((unit) => unit.address.logical === plan.target.unit),
  );
  if (why === undefined) return undefined;
  const second = first.countersigner;
  if (second === null || second.planDigest !== planDigest)
    return [
      7,
      `Because ${why}, a second expert has to countersign this plan: ask a colleague to look at it and sign it.`,
    ];
  if (second.key === first.key || isSamePerson(second, first))
    return [8, `Because ${why}, two people have to sign, and ${second.expert} has signed twice: ask somebody else.`];
  const objection = objectionToSecond(second, demand, now);
  return objection === undefined ? undefined : [9, objection];
}

/** Two keys of one person are one signature: an organisation certifies people by their names. */
export const isSamePerson = (a: Named, b: Named): boolean =>
  nameOf(a.expert) === nameOf(b.expert) && nameOf(a.organisation) === nameOf(b.organisation);

type Named = Pick<Certified, 'expert' | 'organisation'>;

const nameOf = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
