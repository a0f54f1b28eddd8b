import { fromHex } from '@baylink/kernel';
import { type Addressee, classify, type Effect, type VehicleProfile } from '@baylink/safety';
import type { Tone } from '../../ui/notice.js';

/** What a request would do, by the same table that the shop applies to the final bytes. A hint: the shop's word counts. */
export interface EffectHint {
  readonly effect: Effect;
  readonly tone: Tone;
  readonly sentence: string;
}

const HINTS: Record<Effect, { readonly tone: Tone; readonly sentence: string }> = {
  observe: { tone: 'holds', sentence: 'reads only' },
  actuate: { tone: 'attention', sentence: 'needs active tests, which the technician allows for this visit' },
  code: { tone: 'refused', sentence: 'goes through a coding plan; the shop will refuse it here' },
  program: { tone: 'refused', sentence: 'goes through a programming plan; the shop will refuse it here' },
  secure: { tone: 'refused', sentence: 'needs authority of its own; the shop will refuse it here' },
};

export function effectHint(
  bytes: string,
  unit: number | undefined,
  profile: VehicleProfile | undefined,
): EffectHint | undefined {
  const request = fromHex(bytes);
  if (profile === undefined || request === undefined) return undefined;
  const addressee: Addressee = unit === undefined ? { to: 'functional' } : { to: 'unit', unit };
  const { effect } = classify(request, addressee, profile);
  return { effect, ...HINTS[effect] };
}
