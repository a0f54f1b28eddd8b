import { unreachable } from '@baylink/kernel';
import { decodePositive } from '../codec/decode.js';
import { NRC, type Nrc, nrcName } from '../codec/nrc.table.js';
import { alreadyUnlocked } from '../codec/security-access.js';
import type { Outcome } from './io.js';

/** What to do after a requestSeed. */
export type SeedAnswer =
  /** No key is to be sent. */
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'key wanted'; readonly level: number; readonly seed: Uint8Array }
  | { readonly kind: 'refused'; readonly message: string };

export function seedAnswer(outcome: Outcome): SeedAnswer {
  if (outcome.kind === 'negative') return { kind: 'refused', message: keyRefusal(outcome.nrc) };
  const response = outcome.kind === 'positive' ? decodePositive(outcome.bytes) : undefined;
  if (response?.service !== 'SecurityAccess' || response.step !== 'requestSeed' || response.seed.length === 0) {
    return { kind: 'refused', message: 'The unit has sent no seed. Ask for the seed again.' };
  }
  const { seed, level } = response;
  return alreadyUnlocked(seed) ? { kind: 'unlocked' } : { kind: 'key wanted', level, seed };
}

/** Tries that a tester allows itself on one unit, and those it has used. The unit's own count cannot be read. */
export interface KeyAttempts {
  readonly allowed: number;
  readonly used: number;
}

export const remainingAttempts = ({ allowed, used }: KeyAttempts): number => Math.max(0, allowed - used);

type KeyRefusal = 'wrong key' | 'locked out' | 'delay' | 'other';

const REFUSALS: ReadonlyMap<Nrc, KeyRefusal> = new Map<Nrc, KeyRefusal>([
  [NRC.invalidKey, 'wrong key'],
  [NRC.exceedNumberOfAttempts, 'locked out'],
  [NRC.requiredTimeDelayNotExpired, 'delay'],
]);

/** A sentence for the technician. No key is ever sent again without a person's decision. */
export function keyRefusal(nrc: Nrc, attempts?: KeyAttempts): string {
  const kind = REFUSALS.get(nrc) ?? 'other';
  switch (kind) {
    case 'wrong key':
      return `The unit says that the key is wrong (NRC 0x35). ${remaining(attempts)}Get the right key before the next try.`;
    case 'locked out':
      return 'The unit has seen too many wrong keys (NRC 0x36) and refuses further ones for its delay, often 10 s or more. Leave the ignition on and wait.';
    case 'delay':
      return 'The unit still waits for its security delay to pass (NRC 0x37). Leave the ignition on, wait, and ask for the seed again.';
    case 'other':
      return `The unit refuses security access with NRC 0x${nrc.toString(16).toUpperCase().padStart(2, '0')} (${nrcName(nrc)}). Check session and conditions, then ask for the seed again.`;
    default:
      return unreachable(kind);
  }
}

const remaining = (attempts: KeyAttempts | undefined): string =>
  attempts === undefined ? '' : `${remainingAttempts(attempts)} of ${attempts.allowed} tries remain here. `;
