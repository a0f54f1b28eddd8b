import { type Machine, type Millis, millis, unreachable } from '@baylink/kernel';
import { busDeadline, stepBus } from '../bus/bus.js';
import { unit } from '../unit/unit.js';
import { applyAction, type CarAction } from './action.js';
import { carried, request, toChannel, toUnit, unplug } from './node.js';
import { FUNCTIONAL } from './sample/profiles.js';
import { scriptDeadline, takeDue } from './script.js';
import type { CarInput, CarOut, CarState } from './state.js';
import { look } from './supply.js';
import { andThen, type CarTurn, still, thenEach } from './turn.js';

/**
 * The whole car as one machine. A step that comes late first lives through everything that was due before, each at its
 * own time, so that the timing on the bus does not depend on how punctual its owner is.
 */
export const car: Machine<CarState, CarInput, CarOut> = { step, deadline };

function step(before: CarState, input: CarInput, now: Millis): CarTurn {
  const ready = catchUp(still(before), now);
  if (input.kind === 'tick') return ready;
  return catchUp(
    andThen(ready, (state) => react(state, input, now)),
    now,
  );
}

function catchUp(start: CarTurn, now: Millis): CarTurn {
  let turn = start;
  for (let due = deadline(turn.state); due !== undefined && due <= now; due = deadline(turn.state)) {
    const at = due;
    turn = andThen(turn, (state) => live(state, at));
  }
  return turn;
}

/** Whatever is due at `now`: script, supply, bus, andThen the units and their transport channels. */
function live(state: CarState, now: Millis): CarTurn {
  const { script, actions } = takeDue(state.script, now);
  const acted = thenEach(still({ ...state, script }), actions, (current, action) => act(current, action, now));
  const looked = andThen(acted, (current) => (isDue(current.look, now) ? look(current, now) : still(current)));
  const bused = andThen(looked, (current) =>
    isDue(busDeadline(current.bus), now) ? runBus(current, now) : still(current),
  );
  const names = state.nodes.map((node) => node.unit.profile.name);
  return thenEach(bused, names, (current, name) => {
    const node = current.nodes.find((candidate) => candidate.unit.profile.name === name);
    if (node === undefined) return still(current);
    const ticked = isDue(unit.deadline(node.unit), now) ? ripen(current, name, now) : still(current);
    return isDue(node.line.channel.deadline(node.channel), now)
      ? andThen(ticked, (next) => toChannel(next, name, { kind: 'tick' }, now))
      : ticked;
  });
}

function runBus(state: CarState, now: Millis): CarTurn {
  return andThen(look(state, now), (current) => {
    const turn = stepBus(current.bus, { kind: 'tick' }, now);
    return thenEach(still({ ...current, bus: turn.state }), turn.out, (next, out) => {
      const told: CarOut = { kind: 'frame', from: out.queued.node, frame: out.queued.frame, at: out.at };
      return andThen({ state: next, out: [told] }, (heard) => carried(heard, out, now));
    });
  });
}

/** A unit begins or ends something: what it draws from the supply may change. */
const ripen = (state: CarState, name: string, now: Millis): CarTurn =>
  andThen(toUnit(state, name, { kind: 'tick' }, now), (next) => look(next, now));

function react(state: CarState, input: Exclude<CarInput, { kind: 'tick' }>, now: Millis): CarTurn {
  switch (input.kind) {
    case 'frame': {
      const queued = { node: input.from, frame: input.frame, ticket: undefined };
      return still({ ...state, bus: stepBus(state.bus, { kind: 'offer', queued }, now).state });
    }
    case 'diagnostic': {
      const { kind: _, from, to, ...asked } = input;
      const profiles = state.nodes.map((node) => node.unit.profile);
      const called = profiles.filter(({ logical }) => to === FUNCTIONAL.logical || to === logical);
      return thenEach(look(state, now), called, (next, { name }) =>
        request(next, name, { ...asked, tester: from }, now),
      );
    }
    case 'action':
      return act(state, input.action, now);
    default:
      return unreachable(input);
  }
}

function act(state: CarState, action: CarAction, now: Millis): CarTurn {
  const done =
    action.kind === 'reset'
      ? toUnit(unplug(state, action.unit, now), action.unit, { kind: 'hard-reset' }, now)
      : still(applyAction(state, action, now));
  return andThen(done, (next) => look(next, now));
}

const isDue = (due: Millis | undefined, now: Millis): boolean => due !== undefined && due <= now;

function deadline(state: CarState): Millis | undefined {
  let earliest = state.look ?? Number.POSITIVE_INFINITY;
  const consider = (due: Millis | undefined) => {
    if (due !== undefined && due < earliest) earliest = due;
  };
  consider(busDeadline(state.bus));
  consider(scriptDeadline(state.script));
  for (const node of state.nodes) {
    consider(unit.deadline(node.unit));
    consider(node.line.channel.deadline(node.channel));
  }
  return earliest === Number.POSITIVE_INFINITY ? undefined : millis(earliest);
}
