import type { Dice } from '../run/dice.js';
import type { Simulation } from '../run/simulation.js';
import type { Step } from './steps.table.js';

export type FaultId = `F${number}`;

/** Where a fault strikes, and how it says that it really did. */
export interface Site {
  readonly simulation: Simulation;
  /** Of this strike alone: how hard, how long, which of several ways. */
  readonly dice: Dice;
  /** Logical address of the unit that the job is about. */
  readonly unit: number;
  /** The shop, the car or the people have felt it. Counted once a strike, and once for each step of the job in which it was. */
  readonly felt: () => void;
}

/** When somebody outside of the shop has to do with a job, so that a fault out there can be felt at all. */
export type Season = 'plan comes' | 'agreed' | 'any';

/** One of the things that go wrong around a car, done at an edge of the shop's process. */
export interface Fault {
  readonly id: FaultId;
  readonly what: string;
  /** `any` unless given. A fault may strike out of season, too. */
  readonly season?: Season;
  strike(site: Site): void;
}

/** When it strikes: before the n-th operation of all lives, when the job has come to a step and done so many operations there, or at a time. */
export type Trigger =
  | { readonly on: 'operation'; readonly count: number }
  | { readonly on: 'step'; readonly step: Step; readonly after: number }
  | { readonly on: 'time'; readonly at: number };

export interface Strike {
  readonly fault: FaultId;
  readonly when: Trigger;
  /** Seed of the strike's own dice. */
  readonly dice: number;
}
