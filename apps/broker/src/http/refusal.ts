import type { Problem } from '@baylink/contracts';
import { type Err, err, type Result } from '@baylink/kernel';
import { REFUSALS, type RefusalCode } from './refusals.table.js';

/** An expected no. `sentence` names the value, the limit and the next step, and holds no secret. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly sentence: string;
  /** Seconds after which asking again makes sense. */
  readonly retryAfter?: number;
}

export type Answer<T> = Promise<Result<T, Refusal>>;

export const refuse = (code: RefusalCode, sentence: string, retryAfter?: number): Err<Refusal> =>
  err(retryAfter === undefined ? { code, sentence } : { code, sentence, retryAfter });

/** The one answer for what does not exist and for what belongs to somebody else. */
export const notFound = (what: string, id: string): Err<Refusal> =>
  refuse('not-found', `There is no ${what} ${JSON.stringify(id)} that you may see; check the identifier.`);

/** RFC 9457. */
export function problemOf({ code, sentence }: Refusal): Problem {
  const { status, title } = REFUSALS[code];
  return { type: `urn:baylink:problem:${code}`, title, status, detail: sentence };
}

/** Carries a refusal through Nest's pipeline, where only a throw ends a request early. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  constructor(readonly refusal: Refusal) {
    super(refusal.sentence);
  }
}
