import type { Millis, Step } from '@baylink/kernel';
import { hearReport } from './script.js';
import type { CarNode, CarOut, CarState } from './state.js';

export type CarTurn = Step<CarState, CarOut>;

export const still = (state: CarState): CarTurn => ({ state, out: [] });

/** Continues a turn: the states follow one another, what goes out is in order. */
export function andThen(turn: CarTurn, next: (state: CarState) => CarTurn): CarTurn {
  const following = next(turn.state);
  return turn.out.length === 0 ? following : { state: following.state, out: [...turn.out, ...following.out] };
}

export function thenEach<T>(turn: CarTurn, items: readonly T[], next: (state: CarState, item: T) => CarTurn): CarTurn {
  return items.reduce((done, item) => andThen(done, (state) => next(state, item)), turn);
}

export const nodeNamed = (car: CarState, name: string): CarNode | undefined =>
  car.nodes.find(({ unit }) => unit.profile.name === name);

export function replaceNode(car: CarState, node: CarNode): CarState {
  const { name } = node.unit.profile;
  return { ...car, nodes: car.nodes.map((old) => (old.unit.profile.name === name ? node : old)) };
}

export function tell(car: CarState, out: Extract<CarOut, { kind: 'report' }>, now: Millis): CarTurn {
  return { state: { ...car, script: hearReport(car.script, out.unit, out.report, now) }, out: [out] };
}
