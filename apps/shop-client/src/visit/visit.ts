import {
  admitAtShop,
  digestHex,
  type ExpertBody,
  type ExpertCertificate,
  newId,
  openExpertEnvelope,
  type RandomId,
  type Refusal,
  type ShopBody,
  type ShopGuard,
  type Signer,
  type StreamPayload,
  sealEnvelope,
  shopEnvelopeOf,
  shopGuard,
} from '@baylink/contracts';
import type { Chance, Clock } from '@baylink/kernel';
import type { VisitLedger } from '../ledger/visit-ledger.js';

/** Copies of what the ledger holds anyway: recording that they were told would make the ledger grow by being shown. */
const TELEMETRY: ReadonlySet<ShopBody['kind']> = new Set(['voltage', 'ledger', 'scan-progress']);

/** What is told without a question, and so must not overtake the welcome, which holds all of it. */
const UNASKED: ReadonlySet<ShopBody['kind']> = new Set(['voltage', 'ledger', 'run']);

export interface VisitOptions {
  readonly id: RandomId;
  readonly caseId: RandomId;
  readonly certificate: ExpertCertificate;
  readonly shop: Signer;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly ledger: VisitLedger;
  /** Hands a payload to the reliable stream of this expert. */
  readonly send: (payload: StreamPayload) => void;
  /** What an admitted envelope asks for; answers travel back through `say`. */
  readonly handle: (body: ExpertBody, say: (body: ShopBody) => void) => Promise<void>;
  readonly handleChunk: (chunk: Extract<StreamPayload, { kind: 'chunk' }>) => Promise<void>;
}

/**
 * A live, recorded connection with one expert, at the shop: opens envelopes, admits them in order, records each one before it
 * is acted on, and seals the answers. What is refused here is recorded and never reaches anything that could act.
 */
export class Visit {
  private guard: ShopGuard;
  private nextSeq = 0;
  /** The welcome has been said. */
  private greeted = false;
  private incoming: Promise<void> = Promise.resolve();
  private outgoing: Promise<void> = Promise.resolve();

  constructor(readonly options: VisitOptions) {
    this.guard = this.freshGuard();
  }

  /** The nonce of this visit's welcome; plans carry it. `undefined` before the expert has said hello. */
  get nonce(): RandomId | undefined {
    return this.guard.phase === 'open' ? this.guard.nonce : undefined;
  }

  /** A new stream of the same expert: numbers and nonce begin anew, nothing of the old one is admitted any more. */
  restart(): void {
    this.guard = this.freshGuard();
    this.nextSeq = 0;
    this.greeted = false;
  }

  /** Payloads in the order of the stream; each is done with before the next. */
  hear(payload: StreamPayload): Promise<void> {
    this.incoming = this.incoming.then(() =>
      payload.kind === 'chunk' ? this.options.handleChunk(payload) : this.open(payload.jws),
    );
    return this.incoming;
  }

  /** Seals and sends in the order of the calls. Before hello there is nobody to talk to. */
  say(body: ShopBody): void {
    if (body.kind === 'welcome') this.greeted = true;
    if (!this.greeted && UNASKED.has(body.kind)) return;
    this.outgoing = this.outgoing.then(() => this.seal(body));
  }

  /** Settles when everything that was said so far is on its way. */
  flushed(): Promise<void> {
    return this.outgoing;
  }

  private async open(jws: string): Promise<void> {
    const { certificate, clock, chance, ledger } = this.options;
    const opened = await openExpertEnvelope(jws, certificate.jwk);
    if (!opened.ok) return this.recordRefused(jws, -1, 'unknown', opened.error);
    const envelope = opened.value.payload;
    const { guard, outcome } = admitAtShop(this.guard, envelope, clock.wall(), newId(chance));
    this.guard = guard;
    if (!outcome.ok) return this.recordRefused(jws, envelope.seq, envelope.body.kind, outcome.error);
    ledger.record({
      kind: 'envelope-in',
      data: { from: envelope.from, seq: envelope.seq, body: envelope.body.kind, jws: digestHex(jws) },
    });
    await this.options.handle(envelope.body, (body) => this.say(body));
  }

  private recordRefused(jws: string, seq: number, body: string, refused: { rule: string; sentence: string }): void {
    this.options.ledger.record({
      kind: 'envelope-in',
      data: {
        from: this.options.certificate.sub,
        seq: Math.max(0, seq),
        body,
        jws: digestHex(jws),
        refused: { rule: refused.rule, sentence: refused.sentence },
      },
    });
  }

  private async seal(wanted: ShopBody): Promise<void> {
    const { guard } = this;
    if (guard.phase !== 'open') return;
    const { shop, clock, ledger, id, certificate, send } = this.options;
    const body = ledger.recording ? wanted : withheld(wanted);
    const scope = { visit: id, from: shop.thumbprint, to: certificate.sub };
    const envelope = shopEnvelopeOf(scope, this.nextSeq, guard.nonce, body, clock.wall());
    const sealed = await sealEnvelope(shop, envelope);
    if (!sealed.ok) {
      ledger.record({ kind: 'note', data: { topic: 'not sent', sentence: sealed.error } });
      return;
    }
    if (!TELEMETRY.has(body.kind)) {
      ledger.record({
        kind: 'envelope-out',
        data: { to: certificate.sub, seq: this.nextSeq, body: body.kind, jws: digestHex(sealed.value) },
      });
    }
    this.nextSeq += 1;
    send({ kind: 'envelope', jws: sealed.value });
  }

  private freshGuard(): ShopGuard {
    const { id, certificate, shop } = this.options;
    return shopGuard({ visit: id, from: certificate.sub, to: shop.thumbprint });
  }
}

/** An answer without a record is none: the expert is told that, and not what the vehicle said (I16). */
const withheld = (body: ShopBody): ShopBody =>
  body.kind === 'answer' ? { kind: 'refused', id: body.id, refusal: NOT_RECORDED } : body;

const NOT_RECORDED: Refusal = {
  rule: 'RECORD',
  sentence: 'The record of this visit cannot be written at the shop, so this answer is withheld. Open a new visit.',
};
