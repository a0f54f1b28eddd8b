import {
  digestHex,
  jwsTypes,
  newUserCode,
  normaliseUserCode,
  type pairing,
  type pairingState,
  type pairingView,
  toBase64url,
} from '@baylink/contracts';
import { type Chance, type Clock, ok, type Result } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Origins } from '../http/origins.js';
import { type Answer, type Refusal, refuse } from '../http/refusal.js';
import type { ExpertPrincipal } from '../identity/principal.js';
import { verifySelfSigned } from '../identity/self-signed.js';
import { CHANCE, CLOCK } from '../process/tokens.js';
import { PairingStore } from '../store/pairings.js';

const LIFETIME_S = 600;
const INTERVAL_S = 1;
/** Wrong codes that one expert may enter within ten minutes. */
const TRIES = 5;

/** Device authorisation (RFC 8628): the shop shows a code and polls, an expert of the organisation enters the code. */
@Injectable()
export class Pairings {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(Origins) private readonly origins: Origins,
    @Inject(PairingStore) private readonly store: PairingStore,
  ) {}

  async request(proof: string): Answer<z.infer<typeof pairing>> {
    const holder = await verifySelfSigned(proof, jwsTypes.pairing, this.origins);
    if (!holder.ok) return holder;
    const deviceCode = toBase64url(this.chance.bytes(32));
    const userCode = newUserCode(this.chance);
    const now = this.clock.wall();
    const { thumbprint, name, jwk } = holder.value;
    await this.store.add(
      {
        deviceCodeDigest: digestHex(deviceCode),
        userCode,
        shop: thumbprint,
        shopName: name,
        x: jwk.x,
        expiresAt: now + LIFETIME_S * 1000,
      },
      now,
    );
    return ok({ deviceCode, userCode, expiresIn: LIFETIME_S, interval: INTERVAL_S });
  }

  async poll(deviceCode: string): Answer<z.infer<typeof pairingState>> {
    const found = await this.store.poll(digestHex(deviceCode), this.clock.wall());
    if (found === 'pending') return ok({ state: 'pending' });
    if (found !== undefined) return ok({ state: 'paired', organisation: found });
    return refuse('not-found', 'This device code is unknown or older than ten minutes; start the pairing again.');
  }

  async view(typed: string, expert: ExpertPrincipal): Answer<z.infer<typeof pairingView>> {
    const entered = await this.enter(typed, expert);
    return entered.ok ? ok({ shopName: entered.value.shopName, thumbprint: entered.value.shop }) : entered;
  }

  /** Binds the shop to the approving expert's organisation and to no other. */
  async approve(typed: string, expert: ExpertPrincipal): Answer<z.infer<typeof pairingView>> {
    const entered = await this.enter(typed, expert);
    if (!entered.ok) return entered;
    const { userCode, shop, shopName } = entered.value;
    const done = await this.store.approve(userCode, expert.organisation, expert.thumbprint, this.clock.wall());
    return done ? ok({ shopName, thumbprint: shop }) : wrongCode(typed, 0);
  }

  /** Every code that opens nothing costs one of five tries, whether it was mistyped, used or too old. */
  private async enter(
    typed: string,
    expert: ExpertPrincipal,
  ): Promise<Result<{ userCode: string; shop: string; shopName: string }, Refusal>> {
    const now = this.clock.wall();
    const since = now - LIFETIME_S * 1000;
    const tries = await this.store.triesOf(expert.thumbprint, since);
    if (tries.length >= TRIES) {
      const wait = Math.ceil(((tries[0] ?? now) - since) / 1000);
      return refuse(
        'too-many',
        `You entered ${TRIES} codes that open nothing; wait ${wait} s before the next one.`,
        wait,
      );
    }
    const userCode = normaliseUserCode(typed);
    const found = userCode && (await this.store.findOpen(userCode, now));
    if (found) return ok({ userCode, ...found });
    await this.store.addTry(expert.thumbprint, now, since);
    return wrongCode(typed, TRIES - tries.length - 1);
  }
}

const wrongCode = (typed: string, left: number): Result<never, Refusal> =>
  refuse(
    'not-found',
    `No shop waits under the code ${JSON.stringify(typed.slice(0, 20))}; codes have eight letters, work once and for ten minutes. Tries left: ${left}.`,
  );
