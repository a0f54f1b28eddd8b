import type { FaultId } from '../faults/fault.js';
import type { Felt } from '../faults/striker.js';
import type { Evidence } from '../oracle/evidence.js';
import { contentOf, gather } from '../oracle/gather.js';
import { misfits } from '../oracle/journal-model.js';
import { broken } from '../oracle/oracle.js';
import { checkSignaturesAtOnce } from './prompt-crypto.js';
import { type Ending, Simulation, type SimulationOptions } from './simulation.js';

export interface CheckedRun {
  readonly ending: Ending;
  readonly evidence: Evidence;
  /** What the oracle has to say against it. */
  readonly broken: readonly string[];
  readonly operations: number;
  /** SHA-256 of everything that happened at the edges. */
  readonly trace: string;
  /** What happened, a line each; empty unless the trace was asked for. */
  readonly lines: readonly string[];
  readonly simulated: number;
  /** Faults that struck, in their order, and how many strikes of each were felt. */
  readonly struck: readonly FaultId[];
  readonly felt: ReadonlyMap<FaultId, Felt>;
  readonly simulation: Simulation;
}

/** One run, and the oracle's word on it: there is no run without. */
export async function checkedRun(options: SimulationOptions): Promise<CheckedRun> {
  checkSignaturesAtOnce();
  const simulation = new Simulation(options);
  const before = contentOf(simulation.world, options.order.plan.target.unit);
  const ending = await simulation.run();
  if (ending.kind === 'over' && ending.state === 'ABORTED_CLEAN') await simulation.linger();
  const evidence = gather(simulation, options.order, ending, before);
  return {
    ending,
    evidence,
    broken: [
      ...broken(evidence),
      ...misfits(evidence.journals).map((misfit) => `a journal is no word of the model: ${misfit}`),
      ...simulation.thrown.map((message) => `a part of the shop has thrown: ${message}`),
    ],
    operations: simulation.operations,
    trace: simulation.world.trace.digest(),
    lines: simulation.world.trace.lines,
    simulated: simulation.world.clock.now(),
    struck: simulation.striker.struck,
    felt: simulation.striker.felt,
    simulation,
  };
}
