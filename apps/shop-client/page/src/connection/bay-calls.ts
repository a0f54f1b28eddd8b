import { err, ok, type Result } from '@baylink/kernel';
import { type AgreementView, BAY_TOKEN_HEADER } from '../../../src/bay/bay-state.js';
import type { IntakeSent } from '../case/read-intake.js';
import { sentenceOf } from './sentence-of.js';

export type Outcome<T> = Promise<Result<T, string>>;

/** What the page can ask of the shop client. A failure is one sentence to be shown as it is. */
export interface BayCalls {
  startPairing(): Outcome<unknown>;
  confirmPairing(fingerprint: string): Outcome<unknown>;
  openCase(intake: IntakeSent): Outcome<unknown>;
  closeCase(): Outcome<unknown>;
  allowActiveTests(allowed: boolean): Outcome<unknown>;
  signAgreement(agreement: AgreementView, name: string): Outcome<unknown>;
  startHold(job: string, planDigest: string): Outcome<{ hold: string }>;
  beatHold(hold: string): Outcome<{ heldMs: number }>;
  endHold(hold: string): Outcome<{ heldMs: number }>;
  confirmResult(job: string): Outcome<unknown>;
  stop(job: string): Outcome<{ sentence: string }>;
}

const NO_ANSWER =
  'The shop client did not answer, so it is not known whether this arrived. Look at the screen when it is connected again.';

export function bayCalls(token: string): BayCalls {
  const post = async <T>(path: string, body: object = {}): Outcome<T> => {
    try {
      const response = await fetch(path, {
        method: 'POST',
        headers: { [BAY_TOKEN_HEADER]: token, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return response.ok ? ok((await response.json()) as T) : err(await sentenceOf(response));
    } catch {
      return err(NO_ANSWER);
    }
  };
  return {
    startPairing: () => post('/api/pairing/start'),
    confirmPairing: (fingerprint) => post('/api/pairing/confirm', { fingerprint }),
    openCase: (intake) => post('/api/cases', intake),
    closeCase: () => post('/api/cases/close'),
    allowActiveTests: (allowed) => post('/api/active-tests', { allowed }),
    signAgreement: ({ id, version, sha256 }, name) => post('/api/agreements', { id, version, sha256, name }),
    startHold: (job, planDigest) => post('/api/hold/start', { job, planDigest }),
    beatHold: (hold) => post('/api/hold/beat', { hold }),
    endHold: (hold) => post('/api/hold/end', { hold }),
    confirmResult: (job) => post('/api/confirm', { job }),
    stop: (job) => post('/api/stop', { job }),
  };
}
