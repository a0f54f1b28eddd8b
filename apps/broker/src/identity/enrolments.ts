import {
  type Enrolment,
  type enrolmentRequest,
  keysOf,
  newUserCode,
  normaliseUserCode,
  thumbprintOf,
  verifyCertificate,
} from '@baylink/contracts';
import { type Chance, type Clock, ok } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Answer, notFound, refuse } from '../http/refusal.js';
import { CHANCE, CLOCK } from '../process/tokens.js';
import { EnrolmentStore } from '../store/enrolments.js';
import { OrganisationStore } from '../store/organisations.js';
import { certificateIssuer } from './certificate-issuer.js';

const LIFETIME_MS = 24 * 3600 * 1000;

/** An expert's key on its way to a certificate: the browser waits under a code, the organisation signs elsewhere. */
@Injectable()
export class Enrolments {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(EnrolmentStore) private readonly store: EnrolmentStore,
    @Inject(OrganisationStore) private readonly organisations: OrganisationStore,
  ) {}

  async request({ name, jwk }: z.infer<typeof enrolmentRequest>): Answer<Enrolment> {
    const now = this.clock.wall();
    const code = newUserCode(this.chance);
    const enrolment = { code, name, jwk, thumbprint: thumbprintOf(jwk), certificate: null };
    await this.store.add(enrolment, now, now + LIFETIME_MS);
    return ok(enrolment);
  }

  async find(typed: string): Answer<Enrolment> {
    const code = normaliseUserCode(typed);
    const found = code && (await this.store.find(code, this.clock.wall()));
    return found ? ok(found) : notFound('enrolment', typed.slice(0, 40));
  }

  /** Whoever brings it: a certificate is accepted for what it says, not for who carries it. */
  async certify(typed: string, certificate: string): Answer<Enrolment> {
    const found = await this.find(typed);
    if (!found.ok) return found;
    const issuer = certificateIssuer(certificate);
    const organisation = issuer && (await this.organisations.find(issuer));
    if (!organisation) {
      return refuse(
        'proof-refused',
        `The certificate is signed by ${issuer ?? 'no key'}, which is no root registered here; register the organisation first.`,
      );
    }
    const verified = await verifyCertificate(certificate, keysOf(organisation.root), this.clock.wall());
    if (!verified.ok) return refuse('proof-refused', `The certificate was refused: ${verified.error.sentence}.`);
    if (verified.value.sub !== found.value.thumbprint) {
      return refuse(
        'proof-refused',
        `The certificate is for the key ${verified.value.sub}; this enrolment is for ${found.value.thumbprint}.`,
      );
    }
    await this.store.setCertificate(found.value.code, certificate);
    return ok({ ...found.value, certificate });
  }
}
