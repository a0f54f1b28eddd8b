import {
  admitAtExpert,
  ENVELOPE_VERSIONS,
  type ExpertBody,
  type ExpertGuard,
  expertEnvelopeOf,
  expertGuard,
  type GuardScope,
  newId,
  openShopEnvelope,
  type PublicJwk,
  type RandomId,
  type ShopBody,
  type Signer,
  type StreamFrame,
  type StreamPayload,
  sealEnvelope,
  thumbprintOf,
} from '@baylink/contracts';
import { type Chance, type Clock, err, type Millis, ok, type Result, wallMillis } from '@baylink/kernel';
import { StreamEnd } from '../stream/stream-end.js';

export interface ConversationOptions {
  readonly visit: RandomId;
  readonly expert: Signer;
  /** Certificate of the expert, JWS. */
  readonly certificate: string;
  /** The shop's key as the expert trusts it: every envelope must be signed by it. */
  readonly shop: PublicJwk;
  readonly clock: Clock;
  readonly chance: Chance;
}

export interface ConversationListener {
  transmit(frame: StreamFrame): void;
  said(body: ShopBody): void;
  refused(rule: string, sentence: string): void;
  drained(): void;
  /** It cannot go on; why, for people. A new one may be begun. */
  over(sentence: string): void;
}

const RESTARTED = 'the shop client was started anew; its record tells whether it had begun this; ask again';

/** One stream of signed envelopes with a shop: from hello to its end, never longer than the shop's process. */
export class Conversation {
  private readonly end: StreamEnd;
  private readonly outward: GuardScope;
  private guard: ExpertGuard;
  private seq = 0;
  /** Envelopes leave in the order of their numbers although signing takes time. */
  private turn: Promise<unknown> = Promise.resolve();
  private wakeSender: (() => void) | undefined;
  private shopTime: { readonly at: Millis; readonly seconds: number } | undefined;
  private life: 'on' | 'over' = 'on';

  constructor(
    private readonly options: ConversationOptions,
    private readonly listener: ConversationListener,
  ) {
    const { visit, expert, shop, clock, chance } = options;
    const expertNonce = newId(chance);
    this.outward = { visit, from: expert.thumbprint, to: thumbprintOf(shop) };
    this.guard = expertGuard({ visit, from: thumbprintOf(shop), to: expert.thumbprint }, expertNonce);
    this.end = new StreamEnd(newId(chance), clock, {
      transmit: (frame) => this.life === 'on' && listener.transmit(frame),
      deliver: (payload) => this.receive(payload),
      drained: () => {
        this.wakeSender?.();
        listener.drained();
      },
      reset: () => this.fail(RESTARTED),
    });
    const versions = [...ENVELOPE_VERSIONS];
    void this.put({ kind: 'hello', id: newId(chance), expertNonce, versions, certificate: options.certificate });
  }

  get isOpen(): boolean {
    return this.guard.phase === 'open';
  }

  /** File bytes that were sent and that the shop has not taken yet. */
  get pieceBytesWaiting(): number {
    return this.end.pieceBytesWaiting;
  }

  /** Signs and queues; settles when the stream has taken it, or with a sentence why it never will. */
  put(body: ExpertBody): Promise<Result<void, string>> {
    return this.inTurn(() => this.seal(body));
  }

  /** A piece of a file; waits for room. */
  putPiece(payload: StreamPayload): Promise<Result<void, string>> {
    return this.inTurn(() => this.push(payload));
  }

  hear(frame: StreamFrame): void {
    this.end.hear(frame);
  }

  path(): void {
    this.end.path();
  }

  noPath(): void {
    this.end.noPath();
  }

  close(): void {
    if (this.life === 'over') return;
    this.life = 'over';
    this.end.close();
    this.wakeSender?.();
  }

  private inTurn(work: () => Promise<Result<void, string>>): Promise<Result<void, string>> {
    const done = this.turn.then(work);
    this.turn = done;
    return done;
  }

  private async seal(body: ExpertBody): Promise<Result<void, string>> {
    const { expert } = this.options;
    const nonce = this.guard.phase === 'open' ? this.guard.nonce : null;
    if ((nonce === null) !== (body.kind === 'hello')) return err('the shop has not answered yet; wait for its welcome');
    const envelope = expertEnvelopeOf(this.outward, this.seq, nonce, body, this.shopNow());
    const sealed = await sealEnvelope(expert, envelope);
    if (!sealed.ok) return sealed;
    this.seq += 1;
    return this.push({ kind: 'envelope', jws: sealed.value });
  }

  private async push(payload: StreamPayload): Promise<Result<void, string>> {
    while (this.life === 'on' && !this.end.send(payload)) {
      await new Promise<void>((resolve) => {
        this.wakeSender = resolve;
      });
    }
    return this.life === 'on' ? ok() : err(RESTARTED);
  }

  /** The shop's wall clock, counted on from its welcome by the monotonic clock here. */
  private shopNow() {
    const { clock } = this.options;
    const told = this.shopTime;
    return told === undefined ? clock.wall() : wallMillis(told.seconds * 1000 + clock.now() - told.at);
  }

  private async receive(payload: StreamPayload): Promise<void> {
    if (payload.kind !== 'envelope') return this.refuse('ENV-R1', 'a shop sends envelopes, not pieces of files');
    const opened = await openShopEnvelope(payload.jws, this.options.shop);
    if (this.life === 'over') return;
    if (!opened.ok) return this.refuse(opened.error.rule, opened.error.sentence);
    const { payload: envelope } = opened.value;
    const { guard, outcome } = admitAtExpert(this.guard, envelope, this.options.clock.wall());
    this.guard = guard;
    if (!outcome.ok) return this.refuse(outcome.error.rule, outcome.error.sentence);
    const { body } = envelope;
    if (body.kind === 'welcome') this.shopTime = { at: this.options.clock.now(), seconds: body.time };
    this.listener.said(body);
  }

  /** What came late is left out; anything else means that somebody meddles, and numbers will not fit again. */
  private refuse(rule: string, sentence: string): void {
    this.listener.refused(rule, sentence);
    if (rule !== 'ENV-R8' || this.guard.phase !== 'open') this.fail(`the stream was broken (${sentence}); ask again`);
  }

  private fail(sentence: string): void {
    if (this.life === 'over') return;
    this.close();
    this.listener.over(sentence);
  }
}
