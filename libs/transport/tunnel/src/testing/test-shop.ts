import {
  type AnswerResult,
  admitAtShop,
  digestPieces,
  type ExpertBody,
  fromBase64url,
  newId,
  openExpertEnvelope,
  type PublicJwk,
  type ShopBody,
  type ShopGuard,
  type Signer,
  type StreamPayload,
  sealEnvelope,
  shopEnvelopeOf,
  shopGuard,
} from '@baylink/contracts';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { BrokerApi } from '../http/index.js';
import { ShopTunnel, type ShopTunnelListener } from '../shop/index.js';

/** A shop client without a car: it verifies, answers and keeps files in memory. */
export class TestShop {
  readonly tunnel: ShopTunnel;
  readonly refusals: string[] = [];
  readonly asked: ExpertBody[] = [];
  readonly connections: string[] = [];
  readonly troubles: string[] = [];
  file: Uint8Array = new Uint8Array();
  stored: { size: number; witnessed: number } = { size: 0, witnessed: 0 };
  /** How it answers; undefined: not at all. */
  answer: (body: ExpertBody) => readonly ShopBody[] = () => [];
  onChange: () => void = () => {};
  private guard: ShopGuard | undefined;
  private seq = 0;
  private held = 0;
  private readonly clock = systemClock();
  private readonly chance = systemChance();

  constructor(
    origin: string,
    private readonly signer: Signer,
    private readonly expert: PublicJwk & { thumbprint: string },
    private readonly visit: string,
  ) {
    const api = new BrokerApi(origin, { role: 'shop', signer }, this.clock);
    this.tunnel = new ShopTunnel({ api, clock: this.clock, chance: this.chance, listener: this.listener() });
  }

  async say(body: ShopBody): Promise<void> {
    const { guard } = this;
    if (guard?.phase !== 'open') return;
    const scope = { visit: this.visit, from: this.signer.thumbprint, to: this.expert.thumbprint };
    const sealed = await sealEnvelope(
      this.signer,
      shopEnvelopeOf(scope, this.seq++, guard.nonce, body, this.clock.wall()),
    );
    if (!sealed.ok) throw new Error(sealed.error);
    this.tunnel.send(this.visit, { kind: 'envelope', jws: sealed.value });
  }

  private listener(): ShopTunnelListener {
    return {
      connection: ({ state }) => {
        this.connections.push(state);
        this.onChange();
      },
      visitOpened: () => {},
      visitClosed: () => {},
      presence: () => {},
      streamOpened: () => {
        this.guard = shopGuard({ visit: this.visit, from: this.expert.thumbprint, to: this.signer.thumbprint });
        this.seq = 0;
      },
      payload: (_, payload) => this.receive(payload),
      drained: () => {},
      streamLost: () => {},
      ledgerStored: (_, size, __, witnessed) => {
        this.stored = { size, witnessed };
        this.onChange();
      },
      trouble: (sentence) => {
        this.troubles.push(sentence);
        this.onChange();
      },
    };
  }

  private async receive(payload: StreamPayload): Promise<void> {
    if (payload.kind === 'chunk') {
      const bytes = fromBase64url(payload.data) ?? new Uint8Array();
      if (payload.offset === this.held) this.file.set(bytes, payload.offset);
      this.held += payload.offset === this.held ? bytes.length : 0;
      return;
    }
    const { thumbprint, ...jwk } = this.expert;
    const opened = await openExpertEnvelope(payload.jws, jwk);
    if (!opened.ok || this.guard === undefined) {
      this.refusals.push(opened.ok ? 'no stream' : opened.error.rule);
      return;
    }
    const envelope = opened.value.payload;
    const { guard, outcome } = admitAtShop(this.guard, envelope, this.clock.wall(), newId(this.chance));
    this.guard = guard;
    if (!outcome.ok) {
      this.refusals.push(outcome.error.rule);
      return;
    }
    await this.serve(envelope.body);
  }

  private async serve(body: ExpertBody): Promise<void> {
    this.asked.push(body);
    if (body.kind === 'hello' && this.guard?.phase === 'open') {
      await this.say({
        kind: 'welcome',
        id: body.id,
        nonce: this.guard.nonce,
        expertNonce: body.expertNonce,
        shop: this.signer.thumbprint,
        shopName: 'Test',
        version: 1,
        time: Math.floor(this.clock.wall() / 1000),
        vehicle: { vin: null, make: 'test', profile: 'test' },
        agreements: [],
        runs: [],
      });
    } else if (body.kind === 'file') {
      if (this.file.length !== body.size) this.file = new Uint8Array(body.size);
      const hash = digestPieces();
      hash.add(this.file);
      await this.reply(body.id, { kind: 'file', offset: this.held, complete: hash.digest() === body.sha256 });
    } else {
      for (const answer of this.answer(body)) await this.say(answer);
    }
    this.onChange();
  }

  private reply(id: string, result: AnswerResult): Promise<void> {
    return this.say({ kind: 'answer', id, result });
  }
}
