import {
  type Countersigned,
  type ExpertCertificate,
  type Keys,
  type Plan,
  type Refusal,
  verifyCertificate,
  verifyCountersignature,
} from '@baylink/contracts';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import {
  type Authority,
  isSamePerson,
  objectionToSecond,
  type Surroundings,
  secondExpertFor,
  type VehicleProfile,
} from '@baylink/safety';

/** A second expert's word for one plan, as this shop has verified it. */
export interface SecondWord {
  readonly certificate: ExpertCertificate;
  readonly countersigned: Countersigned;
  readonly planDigest: string;
}

/** Waiting for their plan; the oldest is forgotten first. */
const MOST = 8;
const MS_PER_SECOND = 1000;
const SHOWN = 12;

const no = (sentence: string): Result<never, Refusal> => err({ rule: 'PLAN-COUNTERSIGN', sentence });

/** Verifies what second experts have signed, and keeps it until its plan is offered. */
export class Countersignatures {
  private readonly words = new Map<string, SecondWord>();

  constructor(
    private readonly roots: () => Keys,
    private readonly clock: Pick<Clock, 'wall'>,
  ) {}

  async take({ certificate, jws }: Countersigned): Promise<Result<SecondWord, Refusal>> {
    const wall = this.clock.wall();
    const who = await verifyCertificate(certificate, this.roots(), wall);
    if (!who.ok) return no(`The countersignature was refused: ${who.error.sentence}.`);
    const { name, jwk } = who.value;
    const signed = await verifyCountersignature(jws, jwk);
    if (!signed.ok) return no(`The countersignature of ${name} was refused: ${signed.error.sentence}.`);
    const { plan, iat, exp } = signed.value.payload;
    if (!(wall < exp * MS_PER_SECOND && iat <= exp))
      return no(`The countersignature of ${name} has expired: it has to be signed again.`);
    const word = { certificate: who.value, countersigned: { certificate, jws }, planDigest: plan };
    this.words.delete(plan);
    this.words.set(plan, word);
    for (const oldest of this.words.keys()) if (this.words.size > MOST) this.words.delete(oldest);
    return ok(word);
  }

  of(planDigest: string): SecondWord | undefined {
    return this.words.get(planDigest);
  }
}

/** The word that this plan needs; `undefined` where one expert is enough. Told before anything is opened: the same plan can be offered again. */
export function secondWordFor(
  plan: Plan,
  digest: string,
  first: ExpertCertificate,
  { profile, clock, countersignatures: words }: Judging,
): Result<SecondWord | undefined, Refusal> {
  const why = secondExpertFor(
    plan,
    profile.units.find(({ address }) => address.logical === plan.target.unit),
  );
  if (why === undefined) return ok(undefined);
  const word = words?.of(digest);
  if (word === undefined)
    return no(
      `Because ${why}, a second expert has to countersign this plan (${digest.slice(0, SHOWN)}…): ask a colleague to look at it, and offer it again with the countersignature.`,
    );
  const { certificate } = word;
  if (certificate.sub === first.sub || isSamePerson(named(certificate), named(first)))
    return no(`Because ${why}, two people have to sign, and ${certificate.name} has signed twice: ask somebody else.`);
  const objection = objectionToSecond(certifiedBy(word, clock), { plan, profile }, clock.now());
  return objection === undefined ? ok(word) : no(objection);
}

interface Judging {
  readonly profile: VehicleProfile;
  readonly clock: Pick<Clock, 'now' | 'wall'>;
  readonly countersignatures?: Countersignatures;
}

const named = ({ name: expert, organisation }: ExpertCertificate) => ({ expert, organisation });

/** What the shop knows, with the second expert beside the first, as the gate AUTHORITY asks for it. */
export function withSecond(
  facts: Surroundings,
  word: SecondWord | undefined,
  clock: Pick<Clock, 'now' | 'wall'>,
): Surroundings {
  const { authority } = facts;
  if (word === undefined || !authority.known) return facts;
  const countersigner = certifiedBy(word, clock);
  return { ...facts, authority: { ...authority, value: { ...authority.value, countersigner } } };
}

const certifiedBy = (
  { certificate, planDigest }: SecondWord,
  clock: Pick<Clock, 'now' | 'wall'>,
): NonNullable<Authority['countersigner']> => ({
  key: certificate.sub,
  expert: certificate.name,
  organisation: certificate.organisation,
  // Only certificates of the root that this shop has pinned are kept.
  pinnedRoot: true,
  effects: certificate.effects,
  makes: certificate.makes,
  validUntil: (clock.now() + certificate.exp * MS_PER_SECOND - clock.wall()) as Authority['validUntil'],
  revoked: false,
  planDigest,
});
