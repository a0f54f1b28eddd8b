import type { FaultId } from '../faults/fault.js';
import { isImpossible } from '../faults/impossible.table.js';
import { STEPS, type Step } from '../faults/steps.table.js';
import type { Outcome } from './outcome.js';

/** One fault at one step of a job. */
export interface Cell {
  readonly fault: FaultId;
  readonly step: Step;
}

/** Where these faults can be felt, fault by fault and step by step. */
export const cellsOf = (faults: readonly FaultId[]): readonly Cell[] =>
  faults.flatMap((fault) => STEPS.filter((step) => !isImpossible(fault, step)).map((step) => ({ fault, step })));

/** By how many strikes of a run a cell was felt. */
export const feltIn = ({ felt }: Pick<Outcome, 'felt'>, { fault, step }: Cell): number =>
  felt.get(fault)?.at.get(step) ?? 0;
