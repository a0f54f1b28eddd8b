import { equalBytes, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import type { Addressee } from '../effects/effect.js';
import type { PassTerms } from './verdict.js';

declare const brand: unique symbol;

/** Leave to send exactly these bytes to exactly this addressee, once, within `PASS_LIFE`. Only the judge makes one. */
export interface Pass extends PassTerms {
  readonly kind: 'pass';
  readonly [brand]: true;
}

/** Long enough for one turn of the event loop, too short to be kept. */
export const PASS_LIFE = millis(250);

/**
 * The passes that exist and have not been used, each with a copy of its bytes that nobody else can reach. An object that
 * is not in here is not a pass, whatever its shape.
 */
const unused = new WeakMap<object, Uint8Array>();

/** Not exported from the package: the judge is the only caller. */
export function issuePass(terms: PassTerms): Pass {
  const pass = Object.freeze({ kind: 'pass', ...terms, bytes: terms.bytes.slice() }) as unknown as Pass;
  unused.set(pass, terms.bytes.slice());
  return pass;
}

/** True for a pass of the judge that has not been used yet. */
export const isPass = (candidate: unknown): candidate is Pass => unused.has(Object(candidate));

export type PassFault = 'not a pass, or used before' | 'expired' | 'other bytes' | 'other addressee';

/** Uses the pass up, whatever the answer. Called by the door in the same turn as the link's `send`. */
export function redeem(pass: unknown, bytes: Uint8Array, to: Addressee, now: Millis): Result<Pass, PassFault> {
  if (!isPass(pass)) return err('not a pass, or used before');
  const judged = unused.get(pass) ?? new Uint8Array();
  unused.delete(pass);
  if (!(now >= pass.issued && now - pass.issued <= PASS_LIFE)) return err('expired');
  if (!equalBytes(bytes, judged)) return err('other bytes');
  if (!sameAddressee(to, pass.addressee)) return err('other addressee');
  return ok(pass);
}

const sameAddressee = (a: Addressee, b: Addressee): boolean =>
  a.to === 'functional' ? b.to === 'functional' : b.to === 'unit' && a.unit === b.unit;
