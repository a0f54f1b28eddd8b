import type { ProgrammingPlan } from '@baylink/contracts';
import { evaluate, type GateName, type GateReport } from '@baylink/safety';
import { factsKnownHere, JUDGED_HERE, type KnownHere, momentOf } from './facts-known-here.js';

export interface GatesPreviewResult {
  /** As the shop's gates would answer on what is known here. */
  readonly judged: readonly GateReport[];
  /** Nobody but the shop can say. */
  readonly atShop: readonly GateName[];
}

/** The shop's own gates over the console's facts. A preview: the shop asks again, on its own evidence. */
export function previewGates(here: KnownHere, plan: ProgrammingPlan): GatesPreviewResult {
  const now = momentOf(here);
  const reports = evaluate(
    factsKnownHere(here),
    {
      moment: 'arming',
      plan,
      planDigest: '',
      profile: here.profile,
      bootId: '',
      measuredAt: { identity: now, vehicle: now },
    },
    now,
  );
  return {
    judged: reports.filter(({ gate }) => JUDGED_HERE.has(gate)),
    atShop: reports.map(({ gate }) => gate).filter((gate) => !JUDGED_HERE.has(gate)),
  };
}
