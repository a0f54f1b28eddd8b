import type { NewCase } from '@baylink/contracts';
import type { Result } from '@baylink/kernel';
import type { BayState } from './bay-state.js';
import type { HeldLongEnough } from './hold.js';
import type { SignAgreement } from './requests.js';

/** What the technician can do. Each failure is one sentence for the screen. */
export interface BayActions {
  state(): BayState;
  /** Calls `run` after every change of the state; the answer stops it. */
  watch(run: () => void): () => void;
  startPairing(): Promise<Result<void, string>>;
  confirmPairing(fingerprint: string): Promise<Result<void, string>>;
  openCase(intake: NewCase): Promise<Result<{ id: string }, string>>;
  closeCase(): Promise<Result<void, string>>;
  allowActiveTests(allowed: boolean): Result<void, string>;
  signAgreement(agreement: SignAgreement): Promise<Result<void, string>>;
  acknowledge(agreed: HeldLongEnough): Promise<Result<void, string>>;
  confirmResult(job: string): Promise<Result<void, string>>;
  stop(job: string): Result<string, string>;
}
