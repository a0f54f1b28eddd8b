import { toBase64url } from '@baylink/contracts';
import { type Chance, type Clock, ok, type Result, seconds } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, refuse } from '../http/refusal.js';
import { epochSeconds } from '../process/instant.js';
import { CHANCE, CLOCK } from '../process/tokens.js';
import { OneUse } from './one-use.js';
import type { Principal } from './principal.js';

const LIFETIME_S = 30;
const CAPACITY = 10_000;

/** What admits a socket: 256 random bits, one use, thirty seconds; it travels in the first message, never in a URL. */
@Injectable()
export class Tickets {
  private readonly open: OneUse<Principal>;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {
    this.open = new OneUse(clock, seconds(LIFETIME_S), CAPACITY);
  }

  issue(principal: Principal): Result<{ ticket: string; expiresAt: number }, Refusal> {
    const ticket = toBase64url(this.chance.bytes(32));
    if (this.open.add(ticket, principal)) return ok({ ticket, expiresAt: epochSeconds(this.clock) + LIFETIME_S });
    return refuse(
      'unavailable',
      `${CAPACITY} tickets are waiting to be used, the most there may be; wait 30 s.`,
      LIFETIME_S,
    );
  }

  redeem(ticket: string, role: Principal['role']): Result<Principal, string> {
    const principal = this.open.take(ticket);
    if (principal === undefined) {
      return {
        ok: false,
        error:
          'This ticket is unknown, was used before, or is older than 30 s; ask for a new one with POST /v1/tickets.',
      };
    }
    if (principal.role === role) return ok(principal);
    return { ok: false, error: `This ticket belongs to a ${principal.role}, and this door is for a ${role}.` };
  }
}
