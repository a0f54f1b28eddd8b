import { byteCount, type Millis } from '@baylink/kernel';
import { known, unknown } from '../src/facts/fact.js';
import { ask, evaluate } from '../src/gates/evaluate.js';
import type { GateName } from '../src/gates/gate.js';
import type { Demand, Facts, GateReport, Plan } from '../src/index.js';
import { demandFor, GOOD, NOW, PLAN } from './good-facts.js';

/** What is made of a complete set of facts. */
export type Change = (facts: Facts) => Facts;

type Part = Exclude<keyof Facts, 'voltage' | 'agreements' | 'keys' | 'vehicle'>;

/** The known value of a fact with some members changed. */
export function withValue<K extends Part>(
  name: K,
  change: Partial<Extract<Facts[K], { known: true }>['value']>,
  at: Millis = NOW,
): Change {
  return (facts) => {
    const fact = facts[name];
    return fact.known ? { ...facts, [name]: known({ ...(fact.value as object), ...change }, at, 'test') } : facts;
  };
}

export const gone =
  (name: keyof Facts): Change =>
  (facts) => ({ ...facts, [name]: unknown('taken away') });

/** Of the plan of programming, right before arming. */
export const ARMING = demandFor(PLAN, 'arming');

/** Whatever a gate answers can be shown to people. (GAT-R3) */
export function shown(report: GateReport): GateReport {
  const { rule, measured, wanted, sentence } = report;
  for (const text of [measured, wanted, sentence])
    if (!/\S/.test(text ?? '')) throw new Error(`${rule} says nothing: ${JSON.stringify(report)}`);
  return report;
}

export const refusing = (facts: Facts, asked: Demand = ARMING, now = NOW): string[] =>
  evaluate(facts, asked, now)
    .map(shown)
    .flatMap(({ holds, rule }) => (holds ? [] : [rule]));

/** What one gate says when the good facts are changed. */
export const told = (gate: GateName, change: Change = (facts) => facts, asked: Demand = ARMING): GateReport =>
  shown(ask(gate, change(GOOD), asked, NOW));

export const planned = (change: Partial<Plan>, from: Demand = ARMING): Demand => ({
  ...from,
  plan: { ...from.plan, ...change } as Plan,
});

export const certified = (
  programming: { able: true; proof: 'tested' | 'claimed' | 'direct' } | { able: false; why: string },
  longestMessage = 4095,
) => ({
  adapter: 'ELM327 v1.5',
  longestMessage: byteCount(longestMessage),
  programming,
});
