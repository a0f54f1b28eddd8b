import type { Plan, RunReport } from '@baylink/contracts';

/** How a job stands before its machine has said anything. */
export const draftReport = (plan: Plan, digest: string, phrase: string): RunReport => ({
  job: plan.job,
  planDigest: digest,
  kind: plan.kind,
  unit: plan.target.unit,
  state: 'DRAFT',
  phrase,
  progress: null,
  gates: [],
  sentence: 'The plan has arrived.',
  segments: [],
  softwareBefore: null,
  softwareAfter: null,
  backup: null,
  rehearsal: null,
});
