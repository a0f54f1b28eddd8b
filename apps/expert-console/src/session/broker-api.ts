import type { CaseView, CountersigningView, Enrolment, PublicJwk, Sha256Hex, VisitView } from '@baylink/contracts';
import type { Result } from '@baylink/kernel';
import type { Identity } from './identity.js';

/** What this page asks the broker over HTTP. A failure is the broker's own sentence, or one about the way to it. */
export interface BrokerApi {
  enrol(jwk: PublicJwk, name: string): Promise<Result<Enrolment, string>>;
  enrolment(code: string): Promise<Result<Enrolment, string>>;
  /** Answers the broker's challenge; the token stays inside and is renewed before it ends. */
  signIn(identity: Identity): Promise<Result<void, string>>;
  signOut(): void;
  cases(): Promise<Result<readonly CaseView[], string>>;
  pairing(userCode: string): Promise<Result<PairingView, string>>;
  approvePairing(userCode: string): Promise<Result<void, string>>;
  /** Plans of colleagues that need a second expert, and what came of them. */
  countersigning(): Promise<Result<readonly CountersigningView[], string>>;
  /** Signs this very plan with the key of whoever is signed in. */
  countersign(view: CountersigningView): Promise<Result<void, string>>;
  /** Says that a colleague's plan is not to be written. */
  decline(plan: Sha256Hex, reason: string): Promise<Result<void, string>>;
  openVisit(caseId: string): Promise<Result<VisitView, string>>;
}

export interface PairingView {
  readonly shopName: string;
  readonly thumbprint: string;
}
