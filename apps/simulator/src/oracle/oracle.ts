import { claims } from './claims.table.js';
import type { Evidence } from './evidence.js';

/** Every invariant that this run has broken, by its name and with what was seen; none is what everybody wants. */
export const broken = (evidence: Evidence): readonly string[] =>
  claims.flatMap(({ id, find }) => find(evidence).map((seen) => `${id}: ${seen}`));
