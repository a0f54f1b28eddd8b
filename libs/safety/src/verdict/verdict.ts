import type { Millis } from '@baylink/kernel';
import type { Addressee, Classification } from '../effects/effect.js';
import type { ProvenUds } from '../effects/proof.js';
import type { Facts } from '../facts/facts.js';
import type { GateReport, Moment } from '../gates/gate.js';
import type { VehicleProfile } from '../profile/profile.js';
import type { Grant } from './grant.js';
import type { Pass } from './pass.js';

/** The final bytes, exactly as they would leave, and who would hear them. */
export interface Request {
  readonly bytes: Uint8Array;
  readonly addressee: Addressee;
}

/** What the judge knows about the visit and the car. */
export interface Situation {
  /** Already tightened by the shop's own policy. */
  readonly profile: VehicleProfile;
  readonly visit: { readonly recorded: boolean; readonly activeTestsAllowed: boolean };
  /** The write job of this vehicle, while it has no terminal record. */
  readonly running: RunningJob | undefined;
  /** Given by the write job for one request; an interactive request never has one. */
  readonly grant: Grant | undefined;
  readonly facts: Facts;
  /** Of units that the profile does not name. */
  readonly provenUds?: ProvenUds;
}

export interface RunningJob {
  readonly job: string;
  readonly unit: number;
  /** True from the acknowledgement on: then nothing may act on any unit of the vehicle but the job. */
  readonly armed: boolean;
}

export type Verdict = Pass | Refusal;

/** Why a request did not leave. */
export interface Refusal {
  readonly kind: 'refusal';
  /** "VRD-R4", or the rule of the first gate that said no. */
  readonly rule: string;
  readonly sentence: string;
  readonly classification: Classification;
  /** Everything that was asked, in the order of the table; empty when no gate was. */
  readonly gates: GateReport[];
}

/** Where in a job the bytes leave; `asked`: somebody has asked for them; `keep-alive`: the session of an armed job's unit. */
export type PassMoment = Moment | 'asked' | 'keep-alive';

export interface PassTerms {
  readonly bytes: Uint8Array;
  readonly addressee: Addressee;
  readonly classification: Classification;
  readonly issued: Millis;
  readonly moment: PassMoment;
  readonly gates: GateReport[];
}
