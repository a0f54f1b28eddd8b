import { equalBytes, type Millis } from '@baylink/kernel';
import { classify } from '../effects/classify.js';
import { type Dialect, dialectsOf } from '../effects/dialect.js';
import type { Classification } from '../effects/effect.js';
import { hasProvenUds } from '../effects/proof.js';
import { evaluate } from '../gates/evaluate.js';
import type { GateReport } from '../gates/gate.js';
import { type Grant, isGrant } from './grant.js';
import { keyObjection } from './key-budget.js';
import { FITTING, fits, INTERACTIVE, type InteractiveRule, keepsAlive } from './needs.table.js';
import { issuePass } from './pass.js';
import type { PassMoment, Refusal, Request, Situation, Verdict } from './verdict.js';

/** Whether these bytes may leave now. Total: whatever goes wrong in here is a refusal. */
export function judge(request: Request, situation: Situation, now: Millis): Verdict {
  let classification: Classification = BEFORE_LOOKING;
  try {
    classification = classify(
      request.bytes,
      request.addressee,
      situation.profile,
      shownDialect(request, situation, now),
    );
    if (situation.grant !== undefined) return judgeGranted(request, situation, situation.grant, classification, now);
    return judgeInteractive(request, situation, classification, now);
  } catch {
    return refuse(classification, 'VRD-R9', 'The request could not be judged, so it stays here: report this.');
  }
}

function shownDialect({ addressee }: Request, { provenUds }: Situation, now: Millis): Dialect | undefined {
  if (addressee.to !== 'unit' || provenUds === undefined) return undefined;
  return hasProvenUds(provenUds, addressee.unit, now) ? 'uds' : undefined;
}

const BEFORE_LOOKING: Classification = { effect: 'program', demand: 'program', rule: 'EFF-R1', what: 'the request' };

/** A job's own request: exactly the bytes that it named, and every gate of that moment. */
function judgeGranted(
  request: Request,
  { facts, profile }: Situation,
  grant: Grant,
  classification: Classification,
  now: Millis,
): Verdict {
  const { addressee, bytes } = request;
  const named =
    isGrant(grant) && addressee.to === 'unit' && addressee.unit === grant.unit && equalBytes(bytes, grant.bytes);
  if (!named) return refuse(classification, 'VRD-R5', 'The write job has not asked for this request: it stays here.');
  const { moment } = grant.demand;
  const hearing = profile.units.filter((unit) => unit.address.logical === grant.unit);
  if (!fits(FITTING[moment], classification, bytes, dialectsOf(hearing)))
    return refuse(
      classification,
      'VRD-R6',
      `At "${moment}" a write job may not send ${classification.what}: it stays here.`,
    );
  if (moment !== 'forward' && moment !== 'undo' && profile.forbidden.includes(classification.effect))
    return refuse(classification, 'VRD-R7', forbidden(classification));
  const spent = keyObjection(bytes, grant.demand.plan, facts.keys, now);
  if (spent !== undefined) return refuse(classification, 'VRD-R12', spent);
  return decide(request, classification, evaluate(facts, grant.demand, now), moment, now);
}

function judgeInteractive(
  request: Request,
  situation: Situation,
  classification: Classification,
  now: Millis,
): Verdict {
  if (situation.profile.forbidden.includes(classification.effect))
    return refuse(classification, 'VRD-R7', forbidden(classification));
  const rules: readonly InteractiveRule[] = INTERACTIVE[classification.demand];
  for (const { broken, rule, sentence } of rules)
    if (broken(situation, request)) return refuse(classification, rule, sentence(classification));
  return decide(request, classification, [], keepsAlive(situation, request) ? 'keep-alive' : 'asked', now);
}

function decide(
  request: Request,
  classification: Classification,
  gates: GateReport[],
  moment: PassMoment,
  now: Millis,
): Verdict {
  const refusing = gates.find((gate) => !gate.holds);
  if (refusing !== undefined)
    return { kind: 'refusal', rule: refusing.rule, sentence: refusing.sentence, classification, gates };
  return issuePass({ bytes: request.bytes, addressee: request.addressee, classification, issued: now, moment, gates });
}

const refuse = (classification: Classification, rule: string, sentence: string): Refusal => ({
  kind: 'refusal',
  rule,
  sentence,
  classification,
  gates: [],
});

const forbidden = ({ effect, what }: Classification): string =>
  `Profile and policy of this shop do not allow the effect "${effect}" here: ${what}.`;
