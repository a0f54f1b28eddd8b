import { jwsTypes, type Organisation } from '@baylink/contracts';
import { type Clock, ok } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Origins } from '../http/origins.js';
import { type Answer, refuse } from '../http/refusal.js';
import { CLOCK } from '../process/tokens.js';
import { OrganisationStore } from '../store/organisations.js';
import { verifySelfSigned } from './self-signed.js';

/** Organisations register the public half of a root that stays offline. */
@Injectable()
export class Organisations {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Origins) private readonly origins: Origins,
    @Inject(OrganisationStore) private readonly store: OrganisationStore,
  ) {}

  async register(proof: string): Answer<Organisation> {
    const holder = await verifySelfSigned(proof, jwsTypes.root, this.origins);
    if (!holder.ok) return holder;
    const { name, jwk, thumbprint } = holder.value;
    const stored = await this.store.register({ name, root: jwk, thumbprint }, this.clock.wall());
    if (stored.name === name) return ok(stored);
    return refuse(
      'conflict',
      `The root ${thumbprint} is registered as ${JSON.stringify(stored.name)}; register it under that name.`,
    );
  }
}
