import { accessToken, challenge, jwsTypes, numericDateOf, type Signer, signJws } from '@baylink/contracts';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import type { Exchange } from './exchange.js';
import type { HttpFailure } from './failure.js';

/** Who signs in. */
export interface Party {
  readonly role: 'shop' | 'expert';
  readonly signer: Signer;
  /** The organisation's certificate over the expert's key; a shop has none. */
  readonly certificate?: string;
}

type State =
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly token: string; readonly until: number }
  | { readonly kind: 'busy'; readonly outcome: Promise<Result<string, HttpFailure>> };

/** Seconds before its end at which a token is renewed. */
const RENEW_BEFORE = 30;

/** Keeps one party signed in: answers a challenge when there is no token or the token is about to end. */
export class Session {
  private state: State = { kind: 'out' };

  constructor(
    private readonly exchange: Exchange,
    private readonly party: Party,
    private readonly clock: Pick<Clock, 'wall'>,
  ) {}

  /** A bearer token with some time left. */
  async token(): Promise<Result<string, HttpFailure>> {
    const { state } = this;
    if (state.kind === 'in' && numericDateOf(this.clock.wall()) < state.until - RENEW_BEFORE) return ok(state.token);
    if (state.kind === 'busy') return state.outcome;
    const outcome = this.signIn();
    this.state = { kind: 'busy', outcome };
    return outcome;
  }

  /** The broker did not accept the token: the next question signs in again. */
  forget(): void {
    if (this.state.kind === 'in') this.state = { kind: 'out' };
  }

  private async signIn(): Promise<Result<string, HttpFailure>> {
    const signed = await this.answerChallenge();
    this.state = signed.ok ? { kind: 'in', token: signed.value.token, until: signed.value.expiresAt } : { kind: 'out' };
    return signed.ok ? ok(signed.value.token) : signed;
  }

  private async answerChallenge() {
    const { role, signer, certificate } = this.party;
    const asked = await this.exchange.json({ method: 'POST', path: '/v1/sign-in/challenge' }, challenge);
    if (!asked.ok) return asked;
    const { nonce, audience } = asked.value;
    if (audience !== this.exchange.origin) return err(otherAudience(audience, this.exchange.origin));
    const content = { nonce, aud: audience, role, iat: numericDateOf(this.clock.wall()) };
    const proof = await signJws(signer, jwsTypes.signIn, content);
    if (!proof.ok) return err<HttpFailure>({ kind: 'not-understood', sentence: proof.error });
    const json = { proof: proof.value, jwk: signer.jwk, ...(certificate === undefined ? {} : { certificate }) };
    return this.exchange.json({ method: 'POST', path: '/v1/sign-in', body: { json } }, accessToken);
  }
}

/** A proof made for one broker must not open another. */
const otherAudience = (audience: string, origin: string): HttpFailure => ({
  kind: 'not-understood',
  sentence: `the broker at ${origin} calls itself ${audience}; use that address, or tell the broker its public address`,
});
