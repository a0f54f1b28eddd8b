import { millis } from '@baylink/kernel';
import { Dice } from '../run/dice.js';
import type { Simulation } from '../run/simulation.js';
import type { FaultId, Strike } from './fault.js';
import { faultOf } from './faults.table.js';
import { isStep, type Step } from './steps.table.js';

/** How often a fault was felt: by so many strikes, and at each step by so many of them. */
export interface Felt {
  strikes: number;
  readonly at: Map<Step, number>;
}

/** Lets faults strike where they were told to, each once, and counts those that were felt. */
export class Striker {
  readonly felt = new Map<FaultId, Felt>();
  readonly struck: FaultId[] = [];
  #left: readonly Strike[];
  #step = '';
  /** Operations since the job came to its step. */
  #inside = 0;

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
    this.#inside++;
    for (const strike of this.#left)
      if (strike.when.on === 'operation' && strike.when.count === count) this.#strike(strike, simulation);
    this.look(simulation);
  }

  /** The job may have come to another step. */
  look(simulation: Simulation): void {
    const { step } = simulation;
    if (step !== this.#step) {
      this.#step = step;
      this.#inside = 0;
    }
    for (const strike of this.#left) {
      const { when } = strike;
      if (when.on === 'step' && when.step === step && this.#inside >= when.after) this.#strike(strike, simulation);
    }
  }

  #strike(strike: Strike, simulation: Simulation): void {
    if (!this.#left.includes(strike)) return;
    this.#left = this.#left.filter((one) => one !== strike);
    const { fault, dice } = strike;
    this.struck.push(fault);
    simulation.world.trace.add('strike', fault);
    const steps = new Set<string>();
    const felt = (): void => this.#count(fault, simulation.step, steps);
    faultOf(fault)?.strike({ simulation, dice: new Dice(dice), unit: this.unit, felt });
  }

  #count(fault: FaultId, step: string, counted: Set<string>): void {
    if (counted.has(step)) return;
    const felt = this.felt.get(fault) ?? { strikes: 0, at: new Map<Step, number>() };
    this.felt.set(fault, felt);
    if (counted.size === 0) felt.strikes++;
    counted.add(step);
    if (isStep(step)) felt.at.set(step, (felt.at.get(step) ?? 0) + 1);
  }
}
