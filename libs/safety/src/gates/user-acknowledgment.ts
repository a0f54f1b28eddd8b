import type { Millis } from '@baylink/kernel';
import { showAge } from '../facts/age.js';
import type { Acknowledgement, Facts } from '../facts/facts.js';
import { answersOf, firstOf } from './answer.js';
import type { Demand, Gate, GateReport } from './gate.js';

const { yes, no } = answersOf('USER_ACKNOWLEDGMENT');

interface Context {
  readonly ack: Acknowledgement;
  readonly demand: Demand;
  readonly facts: Facts;
  readonly now: Millis;
}

type Rule = (context: Context) => GateReport | undefined;

/** A person at the bay screen has agreed to exactly this, a moment ago. No default, no remembering. */
export const userAcknowledgment: Gate = (facts, demand, now) => {
  const { acknowledgement } = facts;
  if (!acknowledgement.known)
    return no(1, {
      measured: 'nobody has agreed',
      wanted: 'a technician who holds the button for this plan',
      sentence: `Nobody at the bay screen has agreed to this plan: ${acknowledgement.why}. Read the plan there and hold the button.`,
    });
  const context = { ack: acknowledgement.value, demand, facts, now };
  const rules = demand.moment === 'forward' ? bindingRules : [...bindingRules, ...freshnessRules];
  return (
    firstOf(rules, context) ??
    yes({
      measured: `agreed ${showAge(now - acknowledgement.value.at)} ago`,
      wanted: 'agreed to this plan',
      sentence: 'The technician has agreed to exactly this plan.',
    })
  );
};

const rule =
  (
    id: number,
    broken: (context: Context) => boolean,
    words: (context: Context) => readonly [string, string, string],
  ): Rule =>
  (context) => {
    if (!broken(context)) return undefined;
    const [measured, wanted, sentence] = words(context);
    return no(id, { measured, wanted, sentence });
  };

const AGAIN = 'read the plan on the bay screen and hold the button again';

/** What was agreed to, and for which unit: asked until the job ends. */
const bindingRules: readonly Rule[] = [
  rule(
    2,
    ({ ack, demand }) => ack.planDigest !== demand.planDigest || ack.job !== demand.plan.job,
    ({ ack, demand }) => [
      `plan ${ack.planDigest.slice(0, 16)}…`,
      `plan ${demand.planDigest.slice(0, 16)}…`,
      `The acknowledgement is for another plan: ${AGAIN}.`,
    ],
  ),
  rule(
    3,
    ({ ack, demand }) => ack.vin !== demand.plan.target.vin || ack.unit !== demand.plan.target.unit,
    ({ ack, demand }) => [
      `VIN ${ack.vin}`,
      `VIN ${demand.plan.target.vin}`,
      `The acknowledgement is for another vehicle or unit: ${AGAIN}.`,
    ],
  ),
];

/** How it was given, asked until the first erase. */
const freshnessRules: readonly Rule[] = [
  rule(
    4,
    ({ ack, demand }) => ack.bootId !== demand.bootId,
    () => [
      'given before a restart',
      'given since the last restart',
      `The shop client was restarted since then: ${AGAIN}.`,
    ],
  ),
  rule(
    5,
    ({ ack, demand, now }) =>
      !(ack.at <= now && now <= ack.expires && ack.expires - ack.at <= demand.profile.timing.acknowledgementLife),
    ({ ack, demand, now }) => [
      `given ${showAge(now - ack.at)} ago`,
      `given at most ${showAge(demand.profile.timing.acknowledgementLife)} ago`,
      `The acknowledgement has expired: ${AGAIN}.`,
    ],
  ),
  rule(
    6,
    ({ ack, demand }) => !(ack.held >= demand.profile.timing.hold),
    ({ ack, demand }) => [
      `held for ${showAge(ack.held)}`,
      `held for ${showAge(demand.profile.timing.hold)}`,
      'The button was let go too early: hold it until the ring is full.',
    ],
  ),
  rule(
    7,
    ({ ack }) => ack.phrases.shop === '' || ack.phrases.shop !== ack.phrases.expert,
    ({ ack }) => [
      `expert's phrase: ${ack.phrases.expert || 'not told'}`,
      `shop's phrase: ${ack.phrases.shop || 'not known'}`,
      'The phrases on the two screens are not the same: do not go on, somebody may have changed the plan.',
    ],
  ),
  rule(
    8,
    ({ ack, facts }) => !facts.backup.known || ack.backupGrade !== facts.backup.value.grade,
    ({ ack, facts }) => [
      `agreed to with a backup of grade ${ack.backupGrade}`,
      `grade ${facts.backup.known ? facts.backup.value.grade : 'of a backup that is known'}`,
      `The backup is not the one that was shown: ${AGAIN}.`,
    ],
  ),
];
