import {
  type AnswerResult,
  digestOf,
  type Plan,
  planPhrase,
  type Refusal,
  type Sha256Hex,
  type Signer,
  signPlan,
} from '@baylink/contracts';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import type { BrokerApi } from '../http/broker-api.js';
import { expectKind, localRefusal } from './answers.js';
import type { OfferedPlan, Question } from './events.js';
import { findSecond, NEEDS_SECOND } from './second-expert.js';

interface Offering {
  /** Signed in as the expert. */
  readonly api: BrokerApi;
  readonly clock: Clock;
  readonly expert: Signer;
  readonly certificate: string;
  ask(question: Question): Promise<Result<AnswerResult, Refusal>>;
}

/**
 * Signs and offers a plan. Its file, if it has one, is staged before. Where the shop wants a second expert, the plan is
 * shown to the colleagues, `waiting` is told so, and it is offered again with what one of them has signed; when the shop
 * does not take that either, the colleagues are told why.
 */
export async function offerPlan(
  plan: Plan,
  { api, clock, expert, certificate, ask }: Offering,
  waiting?: (sentence: string, digest: Sha256Hex) => void,
): Promise<Result<OfferedPlan, Refusal>> {
  const signed = await signPlan(expert, plan);
  const digested = digestOf(plan);
  if (!signed.ok) return err(localRefusal(signed.error));
  if (!digested.ok) return err(localRefusal(digested.error));
  const digest = digested.value;
  const jws = signed.value;
  const offer = async (second: OfferedPlan['second']): Promise<Result<OfferedPlan, Refusal>> => {
    const answer = expectKind(await ask({ kind: 'plan', jws }), 'plan');
    return answer.ok ? ok({ run: answer.value.run, digest, phrase: planPhrase(digest), jws, second }) : answer;
  };
  const first = await offer(null);
  if (first.ok || first.error.rule !== NEEDS_SECOND || waiting === undefined) return first;
  waiting(first.error.sentence, digest);
  const second = await findSecond(api, clock, { digest, jws, certificate, until: plan.exp * 1000 });
  if (!second.ok) return second;
  const taken = await ask({ kind: 'countersignature', ...second.value });
  const again = taken.ok ? await offer(second.value) : taken;
  if (!again.ok) await api.refuseCountersignature(digest, { signed: second.value, sentence: again.error.sentence });
  return again;
}
