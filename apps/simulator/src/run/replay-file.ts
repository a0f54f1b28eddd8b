import { err, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';
import type { Outcome } from './outcome.js';
import { runPlan } from './run-plan.js';

const replayFile = z.strictObject({
  format: z.literal('baylink-run'),
  v: z.literal(1),
  plan: runPlan,
  /** SHA-256 over everything that happened at the edges. */
  trace: z.string().regex(/^[0-9a-f]{64}$/),
  ended: z.string(),
  broken: z.array(z.string()),
});

/** A run that can be had again, byte for byte. */
export type ReplayFile = z.infer<typeof replayFile>;

export const replayOf = ({ plan, trace, ended, broken }: Outcome): ReplayFile => ({
  format: 'baylink-run',
  v: 1,
  plan,
  trace,
  ended,
  broken: [...broken],
});

export function readReplay(text: string): Result<ReplayFile, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('it is not JSON');
  }
  const parsed = replayFile.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(`${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not a run'}`);
}
