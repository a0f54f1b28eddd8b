import type { Millis } from '@baylink/kernel';
import type { Facts } from '../facts/facts.js';
import type { Demand, Gate, GateName, GateReport } from './gate.js';
import { GATES_AT, GATES_TABLE } from './gates.table.js';

/** Every gate of the moment, in the order of the table. Total: a gate that throws has said no. */
export const evaluate = (facts: Facts, demand: Demand, now: Millis): GateReport[] =>
  GATES_AT[demand.moment].map((name) => ask(name, facts, demand, now));

export function ask(
  name: GateName,
  facts: Facts,
  demand: Demand,
  now: Millis,
  gate: Gate = GATES_TABLE[name],
): GateReport {
  try {
    const report = gate(facts, demand, now);
    return report.gate === name && report.holds === true ? report : { ...report, gate: name, holds: false };
  } catch {
    return {
      gate: name,
      holds: false,
      rule: `${name}-R99`,
      measured: 'could not be judged',
      wanted: 'facts that can be judged',
      sentence: `${name} could not be judged from what is known: nothing is written. Restart the shop client and report this.`,
    };
  }
}
