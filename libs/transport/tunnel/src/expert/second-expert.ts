import type { Countersigned, Refusal, Sha256Hex } from '@baylink/contracts';
import { after, type Clock, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import type { BrokerApi } from '../http/broker-api.js';
import { localRefusal } from './answers.js';

/** The rule by which a shop asks for a second expert's signature over the same plan. */
export const NEEDS_SECOND = 'PLAN-COUNTERSIGN';

/** A plan that one expert has signed, until when it counts by the wall clock. */
export interface SignedOnce {
  readonly digest: Sha256Hex;
  readonly jws: string;
  readonly certificate: string;
  readonly until: number;
}

const LOOK_EVERY = millis(2_000);

/** Shows a plan to the colleagues of its expert and waits for one of them to sign or to decline, as long as the plan counts. */
export async function findSecond(
  api: BrokerApi,
  clock: Clock,
  { digest, jws, certificate, until }: SignedOnce,
): Promise<Result<Countersigned, Refusal>> {
  const asked = await api.askCountersignature(digest, { jws, certificate });
  if (!asked.ok) return err(localRefusal(asked.error.sentence));
  while (clock.wall() < until) {
    const found = await api.countersigningOf(digest);
    if (found.ok && found.value.signed !== null && found.value.refused === null) return ok(found.value.signed);
    if (found.ok && found.value.declined !== null) {
      const { expert, reason } = found.value.declined;
      return err(localRefusal(`${expert} has declined to countersign this plan: ${reason}`));
    }
    // A broker that was restarted has forgotten the question.
    if (!found.ok && found.error.kind === 'refused') await api.askCountersignature(digest, { jws, certificate });
    await pause(clock, LOOK_EVERY);
  }
  return err(localRefusal('no colleague has countersigned the plan while it counted; write it again'));
}

const pause = (clock: Clock, time: Millis): Promise<void> =>
  new Promise((resolve) => void clock.wake(after(clock.now(), time), resolve));
