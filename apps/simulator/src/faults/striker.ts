import { millis } from '@baylink/kernel';
import { Dice } from '../run/dice.js';
import type { Simulation } from '../run/simulation.js';
import type { FaultId, Strike } from './fault.js';
import { faultOf } from './faults.table.js';

/** Lets faults strike where they were told to, each once, and counts those that were felt. */
export class Striker {
  readonly felt = new Map<FaultId, number>();
  readonly struck: FaultId[] = [];
  #left: readonly Strike[];

  constructor(
    strikes: readonly Strike[],
    private readonly unit: number,
  ) {
    this.#left = strikes;
  }

  /** Those with a time are set now. */
  begin(simulation: Simulation): void {
    for (const strike of this.#left)
      if (strike.when.on === 'time')
        simulation.world.clock.wake(millis(strike.when.at), () => this.#strike(strike, simulation));
  }

  operation(count: number, simulation: Simulation): void {
    for (const strike of this.#left)
      if (strike.when.on === 'operation' && strike.when.count === count) this.#strike(strike, simulation);
  }

  state(state: string, simulation: Simulation): void {
    for (const strike of this.#left)
      if (strike.when.on === 'state' && strike.when.state === state) this.#strike(strike, simulation);
  }

  #strike(strike: Strike, simulation: Simulation): void {
    if (!this.#left.includes(strike)) return;
    this.#left = this.#left.filter((one) => one !== strike);
    const { fault, dice } = strike;
    this.struck.push(fault);
    simulation.world.trace.add('strike', fault);
    let counted = false;
    const felt = (): void => {
      if (counted) return;
      counted = true;
      this.felt.set(fault, (this.felt.get(fault) ?? 0) + 1);
    };
    faultOf(fault)?.strike({ simulation, dice: new Dice(dice), unit: this.unit, felt });
  }
}
