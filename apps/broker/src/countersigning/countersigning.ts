import {
  type Countersigned,
  type CountersigningDecline,
  type CountersigningRefusal,
  type CountersigningRequest,
  type CountersigningView,
  digestHex,
  fromBase64url,
  JWS_LIMIT,
} from '@baylink/contracts';
import { type Clock, type Ok, ok, type WallMillis } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Answer, notFound, refuse } from '../http/refusal.js';
import type { ExpertPrincipal } from '../identity/principal.js';
import { CLOCK } from '../process/tokens.js';

interface Request {
  readonly organisation: string;
  readonly asker: string;
  readonly askedAt: WallMillis;
  readonly view: CountersigningView;
}

/** Longer than a plan lives. */
const LIFETIME = 5 * 3600 * 1000;
/** Of one organisation; the oldest is forgotten first. */
const MOST = 64;

/**
 * Where an expert finds a colleague for a plan that needs two. The broker only passes the signed documents on: whether
 * they are right is judged by the shop, and nothing that stands here lets anything through. Kept in memory: after a
 * restart the expert's program asks again.
 */
@Injectable()
export class Countersigning {
  private readonly requests = new Map<string, Request>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async ask(
    expert: ExpertPrincipal,
    plan: string,
    { jws, certificate }: CountersigningRequest,
  ): Answer<CountersigningView> {
    if (jws.length > JWS_LIMIT || certificate.length > JWS_LIMIT)
      return refuse(
        'too-large',
        `A signed document has at most ${JWS_LIMIT} characters; send the plan as it was signed.`,
      );
    if (digestHex(fromBase64url(jws.split('.')[1] ?? '') ?? new Uint8Array()) !== plan)
      return refuse(
        'wrong-digest',
        'The plan does not have the digest under which it was sent; send it as it was signed.',
      );
    const { organisation, thumbprint: asker, name } = expert;
    const key = keyOf(organisation, plan);
    const there = this.requests.get(key);
    if (there !== undefined && there.asker !== asker)
      return refuse('conflict', 'A colleague has asked for this plan already; two experts do not write one plan.');
    const askedAt = there?.askedAt ?? this.clock.wall();
    const view = { plan, jws, certificate, expert: name, ...standing(there?.view) };
    this.requests.set(key, { organisation, asker, askedAt, view });
    this.forgetOld(organisation);
    return ok(view);
  }

  async list({ organisation }: ExpertPrincipal): Answer<{ requests: CountersigningView[] }> {
    this.forgetOld(organisation);
    return ok({ requests: this.of(organisation).map(([, { view }]) => view) });
  }

  async find({ organisation }: ExpertPrincipal, plan: string): Answer<CountersigningView> {
    this.forgetOld(organisation);
    const there = this.requests.get(keyOf(organisation, plan));
    return there === undefined ? notFound('plan to countersign', plan.slice(0, 64)) : ok(there.view);
  }

  async sign(expert: ExpertPrincipal, plan: string, signed: Countersigned): Answer<CountersigningView> {
    const key = keyOf(expert.organisation, plan);
    const there = this.requests.get(key);
    if (there === undefined) return notFound('plan to countersign', plan.slice(0, 64));
    if (there.asker === expert.thumbprint)
      return refuse('conflict', 'Who wrote a plan does not countersign it; ask a colleague.');
    if (signed.jws.length > JWS_LIMIT || signed.certificate.length > JWS_LIMIT)
      return refuse('too-large', `A signed document has at most ${JWS_LIMIT} characters; sign the plan again.`);
    const { declined } = there.view;
    if (declined !== null)
      return refuse(
        'conflict',
        `${declined.expert} has declined to sign this plan; its author has to write another one.`,
      );
    return this.put(key, there, { ...there.view, signed, refused: null });
  }

  /** The plan is not to be written. Final: whoever disagrees writes another plan, under another digest. */
  async decline(expert: ExpertPrincipal, plan: string, { reason }: CountersigningDecline): Answer<CountersigningView> {
    const key = keyOf(expert.organisation, plan);
    const there = this.requests.get(key);
    if (there === undefined) return notFound('plan to countersign', plan.slice(0, 64));
    if (there.asker === expert.thumbprint)
      return refuse('conflict', 'Who wrote a plan does not decline it as a second expert; stop offering it.');
    if (there.view.declined !== null) return ok(there.view);
    if (there.view.signed !== null && there.view.refused === null)
      return refuse('conflict', 'A colleague has countersigned this plan already; ask its author to stop the job.');
    return this.put(key, there, { ...there.view, declined: { expert: expert.name, reason } });
  }

  /** The author's word about the shop's: only of the countersignature that stands here, not of one that has come since. */
  async refused(
    expert: ExpertPrincipal,
    plan: string,
    { signed, sentence }: CountersigningRefusal,
  ): Answer<CountersigningView> {
    const key = keyOf(expert.organisation, plan);
    const there = this.requests.get(key);
    if (there === undefined) return notFound('plan to countersign', plan.slice(0, 64));
    if (there.asker !== expert.thumbprint)
      return refuse('not-allowed', 'Only who asked for a countersignature is told by the shop what came of it.');
    if (there.view.signed?.jws !== signed.jws)
      return refuse('conflict', 'Another countersignature stands at this plan now; offer the plan with that one.');
    return this.put(key, there, { ...there.view, refused: sentence });
  }

  private put(key: string, request: Request, view: CountersigningView): Ok<CountersigningView> {
    this.requests.set(key, { ...request, view });
    return ok(view);
  }

  private of(organisation: string): [string, Request][] {
    return [...this.requests].filter(([, request]) => request.organisation === organisation);
  }

  private forgetOld(organisation: string): void {
    const now = this.clock.wall();
    const mine = this.of(organisation);
    for (const [at, [key, { askedAt }]] of mine.entries())
      if (now - askedAt > LIFETIME || mine.length - at > MOST) this.requests.delete(key);
  }
}

const keyOf = (organisation: string, plan: string): string => `${organisation} ${plan}`;

/** What has come of it so far: a question that is asked again keeps it. */
const standing = (view: CountersigningView | undefined) => ({
  signed: view?.signed ?? null,
  refused: view?.refused ?? null,
  declined: view?.declined ?? null,
});
