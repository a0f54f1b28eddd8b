import { type Millis, unreachable } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import {
  type CanAddress,
  type ChannelInput,
  type ChannelOut,
  type ChannelState,
  decodeFunctional,
  IDLE_CHANNEL,
  unitBytes,
} from '@baylink/protocols/iso-tp';
import type { TesterId } from '@baylink/protocols/uds';
import { type BusOut, stepBus } from '../bus/bus.js';
import type { UnitInput, UnitOut } from '../unit/state.js';
import { unit } from '../unit/unit.js';
import { drawBytes } from './chance.js';
import { judgeRequest, judgeResponse } from './fault.js';
import { addressee, lineFor, responseFrame } from './line.js';
import type { CarNode, CarState } from './state.js';
import { andThen, type CarTurn, nodeNamed, replaceNode, still, tell, thenEach } from './turn.js';

/** The name under which everybody on CAN is one tester. */
const ON_CAN = 'can';
const CHANCE_BYTES = 16;
const FLOW_CONTROL = 3;

/** A frame has been on the bus: its sender is confirmed, everybody else looks at it. */
export function carried(car: CarState, { queued }: BusOut, now: Millis): CarTurn {
  const { node, ticket, frame } = queued;
  const confirmed = ticket === undefined ? still(car) : toChannel(car, node, { kind: 'sent', ticket }, now);
  const others = car.nodes.map(({ unit }) => unit.profile.name).filter((name) => name !== node);
  return thenEach(confirmed, others, (state, name) => hear(state, name, frame, now));
}

function hear(car: CarState, name: string, frame: CanFrame, now: Millis): CarTurn {
  const node = nodeNamed(car, name);
  if (node === undefined || node.unit.life.kind !== 'running') return still(car);
  const heard = addressee(node.unit.profile, frame);
  switch (heard.kind) {
    case 'own': {
      const { address } = heard;
      const elsewhere = node.channel.tx.phase !== 'idle' && address !== node.line.address;
      if (elsewhere && isFlowControl(address, frame.data)) return still(car);
      return toChannel(onLine(car, node, address, frame.fd, now), name, { kind: 'frame', data: frame.data }, now);
    }
    case 'everybody': {
      const { address, addressByte } = heard;
      const addressBytes = addressByte === undefined ? undefined : { sent: addressByte, received: addressByte };
      const bytes = decodeFunctional(frame.data, addressBytes);
      if (bytes === undefined) return still(car);
      return request(
        onLine(car, node, address, frame.fd, now),
        name,
        { bytes, tester: ON_CAN, addressing: 'functional' },
        now,
      );
    }
    case 'other':
      return still(car);
    default:
      return unreachable(heard);
  }
}

/**
 * A unit answers where and in the format in which it was asked. It has one channel: what it is sending goes on as it
 * began when it is asked at the same address, and is given up for a request at another one.
 */
function onLine(car: CarState, node: CarNode, address: CanAddress, fd: CanFrame['fd'], now: Millis): CarState {
  const sending = node.channel.tx.phase !== 'idle';
  if (sending && address === node.line.address) return car;
  const line = lineFor(node.line, address, fd);
  if (line === node.line) return car;
  const free = sending ? unplug(car, node.unit.profile.name, now) : car;
  return replaceNode(free, { ...(nodeNamed(free, node.unit.profile.name) ?? node), line });
}

/** Of another address than what is being sent, it is for nobody. (ISO 15765-2 9.6.5) */
const isFlowControl = (address: CanAddress, data: Uint8Array): boolean =>
  (data[unitBytes(address) === undefined ? 0 : 1] ?? 0) >> 4 === FLOW_CONTROL;

/** A whole request, whichever way it came. */
export type Asked = Omit<Extract<UnitInput, { kind: 'request' }>, 'kind' | 'chance'>;

export function request(car: CarState, name: string, asked: Asked, now: Millis): CarTurn {
  const { bytes, tester } = asked;
  const { faults, verdict } = judgeRequest(car.faults, name, bytes);
  const judged: CarState = { ...car, faults };
  switch (verdict.kind) {
    case 'drop':
      return still(judged);
    case 'instead':
      return respond(judged, name, verdict.response, tester, now);
    case 'pass': {
      const { bytes: chance, state } = drawBytes(judged.chance, CHANCE_BYTES);
      return toUnit({ ...judged, chance: state }, name, { kind: 'request', ...asked, chance }, now);
    }
    default:
      return unreachable(verdict);
  }
}

export function toUnit(car: CarState, name: string, input: UnitInput, now: Millis): CarTurn {
  const node = nodeNamed(car, name);
  if (node === undefined) return still(car);
  const turn = unit.step(node.unit, input, now);
  return thenEach(still(replaceNode(car, { ...node, unit: turn.state })), turn.out, (state, out) =>
    obeyUnit(state, name, out, now),
  );
}

function obeyUnit(car: CarState, name: string, out: UnitOut, now: Millis): CarTurn {
  if (out.kind === 'respond') return respond(car, name, out.bytes, out.tester, now);
  const { report } = out;
  const dead = report.kind === 'power-lost' || report.kind === 'bricked';
  return tell(dead ? unplug(car, name, now) : car, { kind: 'report', unit: name, report, at: now }, now);
}

/** What the controller of a unit without power still had to send is gone, and so is what it was receiving. */
export function unplug(car: CarState, name: string, now: Millis): CarState {
  const node = nodeNamed(car, name);
  if (node === undefined) return car;
  const bus = stepBus(car.bus, { kind: 'withdraw', node: name }, now).state;
  return replaceNode({ ...car, bus }, { ...node, channel: emptied(node.channel), outbox: [] });
}

/** An idle channel whose tickets are not mistaken for those of frames that are still on the wire. */
const emptied = ({ tx, rx }: ChannelState): ChannelState => ({
  tx: { ...IDLE_CHANNEL.tx, phase: 'idle', transfer: tx.phase === 'idle' ? tx.transfer : tx.out.transfer },
  rx: { ...IDLE_CHANNEL.rx, phase: 'idle', reception: rx.phase === 'idle' ? rx.reception : rx.incoming.reception },
});

function respond(car: CarState, name: string, bytes: Uint8Array, tester: TesterId, now: Millis): CarTurn {
  const { faults, verdict } = judgeResponse(car.faults, name, bytes, now);
  const judged: CarState = { ...car, faults };
  const node = nodeNamed(judged, name);
  if (verdict.kind === 'drop' || node === undefined) return still(judged);
  if (typeof tester === 'number')
    return { state: judged, out: [{ kind: 'diagnostic', from: node.unit.profile.logical, to: tester, bytes }] };
  return sendOnCan(judged, node, bytes, now);
}

function sendOnCan(car: CarState, node: CarNode, bytes: Uint8Array, now: Millis): CarTurn {
  const { name } = node.unit.profile;
  return node.channel.tx.phase === 'idle'
    ? toChannel(car, name, { kind: 'send', bytes }, now)
    : still(replaceNode(car, { ...node, outbox: [...node.outbox, bytes] }));
}

export function toChannel(car: CarState, name: string, input: ChannelInput, now: Millis): CarTurn {
  const node = nodeNamed(car, name);
  if (node === undefined) return still(car);
  const turn = node.line.channel.step(node.channel, input, now);
  const stepped = still(replaceNode(car, { ...node, channel: turn.state }));
  return thenEach(stepped, turn.out, (state, out) => obeyChannel(state, name, out, now));
}

function obeyChannel(car: CarState, name: string, out: ChannelOut, now: Millis): CarTurn {
  const node = nodeNamed(car, name);
  if (node === undefined) return still(car);
  switch (out.kind) {
    case 'transmit': {
      const queued = { node: name, frame: responseFrame(node.line, out.data), ticket: out.ticket };
      return still({ ...car, bus: stepBus(car.bus, { kind: 'offer', queued }, now).state });
    }
    case 'indication':
      return toUnit(car, name, { kind: 'indication' }, now);
    case 'message':
      return request(car, name, { bytes: out.bytes, tester: ON_CAN, addressing: 'physical' }, now);
    case 'failed': {
      const failed = out.direction === 'rx' ? toUnit(car, name, { kind: 'reception-failed' }, now) : still(car);
      return andThen(failed, (state) => (out.direction === 'tx' ? sendNext(state, name, now) : still(state)));
    }
    case 'confirm':
    case 'refused':
      return sendNext(car, name, now);
    default:
      return unreachable(out);
  }
}

function sendNext(car: CarState, name: string, now: Millis): CarTurn {
  const node = nodeNamed(car, name);
  const [next, ...outbox] = node?.outbox ?? [];
  if (node === undefined || next === undefined) return still(car);
  return toChannel(replaceNode(car, { ...node, outbox }), name, { kind: 'send', bytes: next }, now);
}
