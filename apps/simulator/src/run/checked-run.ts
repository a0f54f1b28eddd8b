import { contentOf, gather } from '../oracle/gather.js';
import { broken } from '../oracle/oracle.js';
import { checkSignaturesAtOnce } from './prompt-crypto.js';
import { type Ending, Simulation, type SimulationOptions } from './simulation.js';

export interface CheckedRun {
  readonly ending: Ending;
  /** What the oracle has to say against it. */
  readonly broken: readonly string[];
  readonly operations: number;
  /** SHA-256 of everything that happened at the edges. */
  readonly trace: string;
  readonly simulated: number;
  readonly simulation: Simulation;
}

/** One run, and the oracle's word on it: there is no run without. */
export async function checkedRun(options: SimulationOptions): Promise<CheckedRun> {
  checkSignaturesAtOnce();
  const simulation = new Simulation(options);
  const before = contentOf(simulation.world, options.order.plan.target.unit);
  const ending = await simulation.run();
  return {
    ending,
    broken: broken(gather(simulation, options.order, ending, before)),
    operations: simulation.operations,
    trace: simulation.world.trace.digest(),
    simulated: simulation.world.clock.now(),
    simulation,
  };
}
