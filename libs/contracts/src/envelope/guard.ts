import { err, ok, type Result, type WallMillis } from '@baylink/kernel';
import { numericDateOf, showNumericDate } from '../identity/dates.js';
import type { RandomId, Thumbprint } from '../identity/names.js';
import type { ExpertEnvelope, ShopEnvelope } from './envelope.js';
import { HELLO_LIFETIME, lifetimes } from './lifetimes.table.js';

/** The version of everything inside an envelope. */
export const ENVELOPE_VERSIONS: readonly number[] = [1];

/** Rules of RULES.md that an envelope can break. */
export type EnvelopeRule =
  | 'ENV-R1'
  | 'ENV-R2'
  | 'ENV-R3'
  | 'ENV-R4'
  | 'ENV-R5'
  | 'ENV-R6'
  | 'ENV-R7'
  | 'ENV-R8'
  | 'ENV-R9';
export interface EnvelopeRefusal {
  readonly rule: EnvelopeRule;
  readonly sentence: string;
}

/** Whom one direction of one stream connects. */
export interface GuardScope {
  readonly visit: RandomId;
  readonly from: Thumbprint;
  readonly to: Thumbprint;
}

/** Admits the envelopes of an expert at the shop. */
export type ShopGuard = { readonly side: 'shop'; readonly scope: GuardScope } & (
  | { readonly phase: 'awaits-hello' }
  | { readonly phase: 'open'; readonly next: number; readonly nonce: RandomId }
);

/** Admits the envelopes of a shop at the expert. */
export type ExpertGuard = { readonly side: 'expert'; readonly scope: GuardScope } & (
  | { readonly phase: 'awaits-welcome'; readonly expertNonce: RandomId; readonly versions: readonly number[] }
  | { readonly phase: 'open'; readonly next: number; readonly nonce: RandomId }
);

/** A refused envelope that was authentic and in its turn uses its number up: the one after it may still be admitted. */
export interface Admission<Guard> {
  readonly guard: Guard;
  readonly outcome: Result<void, EnvelopeRefusal>;
}

/** `scope.from` is the expert. The nonce is chosen here, by the shop, and travels in the welcome. */
export const shopGuard = (scope: GuardScope): ShopGuard => ({ side: 'shop', scope, phase: 'awaits-hello' });

/** `scope.from` is the shop. `expertNonce` and `versions` are those of the hello. */
export const expertGuard = (
  scope: GuardScope,
  expertNonce: RandomId,
  versions: readonly number[] = ENVELOPE_VERSIONS,
): ExpertGuard => ({ side: 'expert', scope, phase: 'awaits-welcome', expertNonce, versions });

const no = (rule: EnvelopeRule, sentence: string): Result<never, EnvelopeRefusal> => err({ rule, sentence });

/**
 * Judges an envelope of an expert whose signature has been verified with the key `scope.from`. `freshNonce` becomes the
 * stream's nonce when this is its hello.
 */
export function admitAtShop(
  guard: ShopGuard,
  envelope: ExpertEnvelope,
  now: WallMillis,
  freshNonce: RandomId,
): Admission<ShopGuard> {
  const opening = guard.phase === 'awaits-hello';
  const placed = place(guard, envelope, opening ? null : guard.nonce);
  if (!placed.ok) return { guard, outcome: placed };
  if (opening !== (envelope.body.kind === 'hello')) {
    const sentence = opening
      ? `the first envelope of a stream is hello, not ${envelope.body.kind}`
      : 'a stream says hello once, and this one has; open a new stream';
    return { guard, outcome: no('ENV-R7', sentence) };
  }
  const lifetime = opening ? HELLO_LIFETIME : lifetimes['expert-to-shop'];
  const dated = inDate(envelope.exp, now, lifetime);
  if (guard.phase === 'open') return { guard: { ...guard, next: guard.next + 1 }, outcome: dated };
  if (!dated.ok) return { guard, outcome: dated };
  if (
    envelope.body.kind === 'hello' &&
    !envelope.body.versions.some((version) => ENVELOPE_VERSIONS.includes(version))
  ) {
    const offered = envelope.body.versions.join(', ');
    const sentence = `the expert speaks versions ${offered}, this shop ${ENVELOPE_VERSIONS.join(', ')}; update the older one`;
    return { guard, outcome: no('ENV-R9', sentence) };
  }
  return { guard: { side: 'shop', scope: guard.scope, phase: 'open', next: 1, nonce: freshNonce }, outcome: ok() };
}

/** Judges an envelope of a shop whose signature has been verified with the key `scope.from`. */
export function admitAtExpert(guard: ExpertGuard, envelope: ShopEnvelope, now: WallMillis): Admission<ExpertGuard> {
  if (guard.phase === 'open') {
    const placed = place(guard, envelope, guard.nonce);
    if (!placed.ok) return { guard, outcome: placed };
    if (envelope.body.kind === 'welcome') return { guard, outcome: no('ENV-R7', 'the shop says welcome twice') };
    const dated = inDate(envelope.exp, now, lifetimes['shop-to-expert']);
    return { guard: { ...guard, next: guard.next + 1 }, outcome: dated };
  }
  const { body } = envelope;
  if (body.kind !== 'welcome') {
    return { guard, outcome: no('ENV-R7', `the first envelope of a shop is welcome, not ${body.kind}`) };
  }
  const placed = place(guard, envelope, body.nonce);
  if (!placed.ok) return { guard, outcome: placed };
  if (body.expertNonce !== guard.expertNonce || body.shop !== guard.scope.from) {
    return { guard, outcome: no('ENV-R6', 'the welcome answers another hello than the one sent here') };
  }
  if (!guard.versions.includes(body.version)) {
    return { guard, outcome: no('ENV-R9', `the shop chose version ${body.version}, which was not offered`) };
  }
  const dated = inDate(envelope.exp, now, lifetimes['shop-to-expert']);
  if (!dated.ok) return { guard, outcome: dated };
  return {
    guard: { side: 'expert', scope: guard.scope, phase: 'open', next: 1, nonce: body.nonce },
    outcome: ok(),
  };
}

/** Visit, direction, parties, number and nonce, in this order. */
function place(
  guard: ShopGuard | ExpertGuard,
  envelope: ExpertEnvelope | ShopEnvelope,
  nonce: RandomId | null,
): Result<void, EnvelopeRefusal> {
  const { scope } = guard;
  const wanted = guard.side === 'shop' ? 'expert-to-shop' : 'shop-to-expert';
  if (envelope.visit !== scope.visit)
    return no('ENV-R2', `the envelope belongs to visit ${envelope.visit}, not to this one`);
  if (envelope.direction !== wanted)
    return no('ENV-R3', `the envelope runs ${envelope.direction}, and only ${wanted} is heard here`);
  if (envelope.from !== scope.from)
    return no('ENV-R4', `the envelope says it is from ${envelope.from}, and ${scope.from} is heard here`);
  if (envelope.to !== scope.to) return no('ENV-R4', `the envelope is addressed to ${envelope.to}, not to this end`);
  const next = guard.phase === 'open' ? guard.next : 0;
  if (envelope.seq < next) return no('ENV-R5', `envelope ${envelope.seq} was used already; ${next} is next`);
  if (envelope.seq > next) return no('ENV-R5', `envelope ${envelope.seq} came before ${next}`);
  if (envelope.nonce !== nonce) return no('ENV-R6', 'the envelope carries the nonce of another stream');
  return ok();
}

function inDate(exp: number, now: WallMillis, lifetime: number): Result<void, EnvelopeRefusal> {
  const seconds = numericDateOf(now);
  if (seconds >= exp) {
    const sentence = `the envelope expired at ${showNumericDate(exp)}, and it is ${showNumericDate(seconds)} here; send it again`;
    return no('ENV-R8', sentence);
  }
  if (exp - seconds > lifetime * 2) {
    const sentence = `the envelope would be valid until ${showNumericDate(exp)}, more than ${lifetime * 2} s ahead; check both clocks`;
    return no('ENV-R8', sentence);
  }
  return ok();
}
