import { after, type Millis, type Step, unreachable } from '@baylink/kernel';
import { type BitRates, type CanFrame, frameTime } from '@baylink/protocols/can';
import type { Ticket } from '@baylink/protocols/iso-tp';
import { outranks } from './arbitration.js';

/** A controller on the bus, by name. Each one sends its own frames in the order in which it was given them. */
export type NodeName = string;

export interface QueuedFrame {
  readonly node: NodeName;
  readonly frame: CanFrame;
  /** Given back to the sender with the confirmation; `undefined` for a node that wants none. */
  readonly ticket: Ticket | undefined;
}

/** One CAN segment: either silent, or carrying exactly one frame until `ends`, intermission included. */
export type Bus = {
  /** `Infinity` when a real bus below already takes the time. */
  readonly rates: BitRates;
  readonly waiting: readonly QueuedFrame[];
} /** With frames waiting: those that are ready at `due` compete for it. */ & (
  | { readonly kind: 'idle'; readonly due: Millis | undefined }
  | { readonly kind: 'carrying'; readonly current: QueuedFrame; readonly starts: Millis; readonly ends: Millis }
);

export type BusInput =
  | { readonly kind: 'offer'; readonly queued: QueuedFrame }
  /** The node has lost its power: what waits in its controller is gone. */
  | { readonly kind: 'withdraw'; readonly node: NodeName }
  | { readonly kind: 'tick' };

/** A frame has been on the wire completely: every other node has it, and its sender knows. */
export type BusOut = { readonly kind: 'carried'; readonly queued: QueuedFrame; readonly at: Millis };

/** 500 kbit/s, and 2 Mbit/s in the data phase of FD frames. */
export const USUAL_RATES: BitRates = { nominal: 500_000, data: 2_000_000 };

export const idleBus = (rates = USUAL_RATES): Bus => ({ rates, waiting: [], kind: 'idle', due: undefined });

/** Frames start and end with ticks alone, so that all that are offered at one time compete: an owner that is late ticks first. */
export function stepBus(bus: Bus, input: BusInput, now: Millis): Step<Bus, BusOut> {
  switch (input.kind) {
    case 'tick':
      return run(bus, now);
    case 'withdraw':
      return { state: { ...bus, waiting: bus.waiting.filter(({ node }) => node !== input.node) }, out: [] };
    case 'offer': {
      const waiting = [...bus.waiting, input.queued];
      const offered: Bus = bus.kind === 'idle' ? { ...bus, waiting, due: bus.due ?? now } : { ...bus, waiting };
      return { state: offered, out: [] };
    }
    default:
      return unreachable(input);
  }
}

export const busDeadline = (bus: Bus): Millis | undefined => (bus.kind === 'carrying' ? bus.ends : bus.due);

/** Frames of this node that are not yet on the wire: an adapter stops reading its host when there are too many. */
export const backlog = (bus: Bus, node: NodeName): number =>
  bus.waiting.filter((queued) => queued.node === node).length;

function run(bus: Bus, now: Millis): Step<Bus, BusOut> {
  const out: BusOut[] = [];
  let state = bus;
  for (let due = busDeadline(state); due !== undefined && due <= now; due = busDeadline(state)) {
    if (state.kind === 'carrying') out.push({ kind: 'carried', queued: state.current, at: due });
    state = startNext(state, due);
  }
  return { state, out };
}

function startNext({ rates, waiting }: Bus, now: Millis): Bus {
  const winner = arbitrate(waiting);
  if (winner === undefined) return { kind: 'idle', rates, waiting, due: undefined };
  return {
    kind: 'carrying',
    rates,
    waiting: waiting.filter((queued) => queued !== winner),
    current: winner,
    starts: now,
    ends: after(now, frameTime(winner.frame, rates)),
  };
}

/** Among the oldest frame of every node, the one with the most dominant identifier. */
function arbitrate(waiting: readonly QueuedFrame[]): QueuedFrame | undefined {
  const heads = new Map<NodeName, QueuedFrame>();
  for (const queued of waiting) if (!heads.has(queued.node)) heads.set(queued.node, queued);
  let winner: QueuedFrame | undefined;
  for (const head of heads.values()) if (winner === undefined || outranks(head.frame, winner.frame)) winner = head;
  return winner;
}
