import { jwsTypes, keysOf, newId, signJws, verifyJws } from '@baylink/contracts';
import { type Chance, type Clock, ok, type Result } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, refuse } from '../http/refusal.js';
import { epochSeconds } from '../process/instant.js';
import { CHANCE, CLOCK, KEYS } from '../process/tokens.js';
import { type BrokerKeys } from './broker-keys.js';
import { accessClaims, type Principal } from './principal.js';

const LIFETIME_S = 600;
const CLOCK_SKEW_S = 5;

/** Bearer tokens for HTTP: signed by the broker's token key, ten minutes at most, bound to the key that proved itself. */
@Injectable()
export class AccessTokens {
  constructor(
    @Inject(KEYS) private readonly keys: BrokerKeys,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {}

  /** `notAfter` in epoch seconds: a token never outlives the certificate it rests on. */
  async issue(principal: Principal, notAfter: number): Promise<{ token: string; expiresAt: number }> {
    const iat = epochSeconds(this.clock);
    const exp = Math.min(iat + LIFETIME_S, notAfter);
    const claims = { jti: newId(this.chance), iss: this.keys.token.thumbprint, iat, exp, principal };
    const bound = { ...claims, sub: principal.thumbprint, cnf: { jkt: principal.thumbprint } };
    const token = await signJws(this.keys.token, jwsTypes.access, bound);
    if (!token.ok) throw new Error(`an access token could not be written: ${token.error}`);
    return { token: token.value, expiresAt: exp };
  }

  async verify(token: string): Promise<Result<Principal, Refusal>> {
    const verified = await verifyJws(token, jwsTypes.access, keysOf(this.keys.token.jwk), accessClaims);
    if (!verified.ok) {
      return refuse(
        'unauthenticated',
        `This access token is not one of this broker's: ${verified.error.sentence}. Sign in.`,
      );
    }
    const { sub, cnf, iat, exp, principal } = verified.value.payload;
    if (sub !== principal.thumbprint || cnf.jkt !== sub) {
      return refuse('unauthenticated', 'This access token names two different keys; sign in again.');
    }
    const now = epochSeconds(this.clock);
    if (now >= exp || iat > now + CLOCK_SKEW_S) {
      return refuse(
        'unauthenticated',
        `This access token ended ${now - exp} s ago; tokens last ten minutes. Sign in again.`,
      );
    }
    return ok(principal);
  }
}
