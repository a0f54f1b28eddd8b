import {
  jwsTypes,
  keysOf,
  newId,
  type signIn,
  signInProof,
  thumbprintOf,
  verifyCertificate,
  verifyJws,
} from '@baylink/contracts';
import { type Chance, type Clock, ok, type Result, seconds } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Origins } from '../http/origins.js';
import { type Answer, type Refusal, refuse } from '../http/refusal.js';
import { epochSeconds } from '../process/instant.js';
import { CHANCE, CLOCK } from '../process/tokens.js';
import { OrganisationStore } from '../store/organisations.js';
import { ShopStore } from '../store/shops.js';
import { AccessTokens } from './access-tokens.js';
import { certificateIssuer } from './certificate-issuer.js';
import { OneUse } from './one-use.js';
import type { Principal } from './principal.js';

const CHALLENGE_S = 60;
const CAPACITY = 10_000;
const PROOF_AGE_S = 120;

type SignInRequest = z.infer<typeof signIn>;
interface Admitted {
  readonly principal: Principal;
  /** Epoch seconds. */
  readonly notAfter: number;
}

/** Challenge and proof: whoever signs the nonce with a known shop's key, or with a certified expert's, is let in. */
@Injectable()
export class SignIn {
  private readonly nonces: OneUse<true>;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(Origins) private readonly origins: Origins,
    @Inject(OrganisationStore) private readonly organisations: OrganisationStore,
    @Inject(ShopStore) private readonly shops: ShopStore,
    @Inject(AccessTokens) private readonly tokens: AccessTokens,
  ) {
    this.nonces = new OneUse(clock, seconds(CHALLENGE_S), CAPACITY);
  }

  challenge(host: string): Result<{ nonce: string; audience: string; expiresAt: number }, Refusal> {
    const nonce = newId(this.chance);
    if (this.nonces.add(nonce, true))
      return ok({ nonce, audience: this.origins.audienceOf(host), expiresAt: epochSeconds(this.clock) + CHALLENGE_S });
    return refuse(
      'unavailable',
      `${CAPACITY} challenges wait for an answer, the most there may be; wait 60 s.`,
      CHALLENGE_S,
    );
  }

  async signIn(request: SignInRequest): Answer<{ token: string; expiresAt: number }> {
    const verified = await verifyJws(request.proof, jwsTypes.signIn, keysOf(request.jwk), signInProof);
    if (!verified.ok) return refuse('proof-refused', `The proof was refused: ${verified.error.sentence}.`);
    const { nonce, aud, role, iat } = verified.value.payload;
    if (this.nonces.take(nonce) === undefined) {
      return refuse(
        'proof-refused',
        'The nonce of this proof is unknown, was used before, or is older than 60 s; ask for a new challenge.',
      );
    }
    if (!this.origins.isAudience(aud)) {
      return refuse(
        'proof-refused',
        `The proof was made for ${JSON.stringify(aud.slice(0, 300))}, which is not an address of this broker.`,
      );
    }
    const age = epochSeconds(this.clock) - iat;
    if (Math.abs(age) > PROOF_AGE_S) {
      return refuse(
        'proof-refused',
        `The proof is dated ${age} s before the broker's clock, and ${PROOF_AGE_S} s is the most; set this machine's clock.`,
      );
    }
    const admitted = role === 'shop' ? await this.admitShop(request) : await this.admitExpert(request);
    return admitted.ok ? ok(await this.tokens.issue(admitted.value.principal, admitted.value.notAfter)) : admitted;
  }

  private async admitShop({ jwk }: SignInRequest): Answer<Admitted> {
    const shop = await this.shops.find(thumbprintOf(jwk));
    if (shop === undefined) {
      return refuse(
        'not-allowed',
        `The shop key ${thumbprintOf(jwk)} is not paired with any organisation here; pair the shop first.`,
      );
    }
    return ok({
      principal: { role: 'shop', thumbprint: shop.thumbprint, name: shop.name },
      notAfter: Number.MAX_SAFE_INTEGER,
    });
  }

  private async admitExpert({ jwk, certificate }: SignInRequest): Answer<Admitted> {
    const issuer = certificate === undefined ? undefined : certificateIssuer(certificate);
    const organisation = issuer === undefined ? undefined : await this.organisations.find(issuer);
    if (certificate === undefined || organisation === undefined) {
      return refuse(
        'not-allowed',
        'An expert signs in with a certificate of an organisation that is registered here; send it as "certificate".',
      );
    }
    const verified = await verifyCertificate(certificate, keysOf(organisation.root), this.clock.wall());
    if (!verified.ok) return refuse('proof-refused', `The certificate was refused: ${verified.error.sentence}.`);
    const { sub, name, exp } = verified.value;
    if (sub !== thumbprintOf(jwk)) {
      return refuse('proof-refused', `The certificate is for the key ${sub}, and the proof was signed by another.`);
    }
    await this.organisations.rememberExpert({
      thumbprint: sub,
      organisation: organisation.thumbprint,
      name,
      certificate,
    });
    return ok({
      principal: { role: 'expert', thumbprint: sub, name, organisation: organisation.thumbprint },
      notAfter: exp,
    });
  }
}
