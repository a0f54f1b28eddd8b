import type { GateName, GateReport } from './gate.js';

/** What a gate needs to answer: the number of its rule, and the three texts people read. */
export interface Words {
  readonly measured: string;
  readonly wanted: string;
  readonly sentence: string;
}

export interface Answer {
  /** Rule 0 of every gate: all its other rules are kept. */
  readonly yes: (words: Words) => GateReport;
  readonly no: (rule: number, words: Words) => GateReport;
}

export const answersOf = (gate: GateName): Answer => ({
  yes: (words) => ({ gate, holds: true, rule: `${gate}-R0`, ...words }),
  no: (rule, words) => ({ gate, holds: false, rule: `${gate}-R${rule}`, ...words }),
});

/** The first answer that is one; the rules of a gate stand in a list, worst first. */
export function firstOf<C>(
  rules: readonly ((context: C) => GateReport | undefined)[],
  context: C,
): GateReport | undefined {
  for (const rule of rules) {
    const answer = rule(context);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
