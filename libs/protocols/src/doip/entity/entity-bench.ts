import { bytesOf, fromHex, hex, type Millis, millis } from '@baylink/kernel';
import { encodeMessage } from '../codec.js';
import type { DoipMessage } from '../message.js';
import {
  doipEntity,
  ENTITY_START,
  type EntityConfig,
  type EntityInput,
  type EntityOut,
  gatewayConfig,
  type Security,
  type SocketId,
} from './index.js';

export const VIN = Uint8Array.from('BAYLNKSAMPLE00001', (letter) => letter.charCodeAt(0));
export const EID = bytesOf(2, 0, 0, 0, 0, 1);
const CONFIG = { logicalAddress: 0x1000, vin: VIN, eid: EID, gid: EID, units: new Set([0x1000, 0x1001, 0x1002]) };

/** For the tests of the entity: a gateway under a clock that the test moves. */
export class EntityBench {
  readonly #machine;
  #state = ENTITY_START;
  now = millis(0);

  constructor(config: Partial<EntityConfig> = {}) {
    this.#machine = doipEntity(gatewayConfig({ ...CONFIG, ...config }));
  }

  feed(input: EntityInput): readonly EntityOut[] {
    const { state, out } = this.#machine.step(this.#state, input, this.now);
    this.#state = state;
    return out;
  }

  /** Ticks at every deadline on the way to `until`. */
  wait(until: number): { readonly at: Millis; readonly out: EntityOut }[] {
    const heard: { at: Millis; out: EntityOut }[] = [];
    for (let due = this.#machine.deadline(this.#state); due !== undefined && due <= until; ) {
      this.now = due;
      for (const out of this.feed({ kind: 'tick' })) heard.push({ at: due, out });
      due = this.#machine.deadline(this.#state);
    }
    this.now = millis(until);
    return heard;
  }

  send(socket: string, message: DoipMessage): string[] {
    return shown(this.feed({ kind: 'data', socket, bytes: encodeMessage(message, 2) }));
  }

  raw(socket: string, text: string): string[] {
    return shown(this.feed({ kind: 'data', socket, bytes: fromHex(text) ?? new Uint8Array() }));
  }

  udp(text: string): string[] {
    const from = { address: '127.0.0.1', port: 50_000 };
    return shown(this.feed({ kind: 'datagram', from, bytes: fromHex(text) ?? new Uint8Array() }));
  }

  open(socket: SocketId, security: Security = 'plain'): this {
    this.feed({ kind: 'opened', socket, security });
    return this;
  }

  activated(socket: string, source = 0x0e80): this {
    this.open(socket);
    this.send(socket, activation(source));
    return this;
  }
}

export const activation = (source: number, activationType = 0): DoipMessage => ({
  kind: 'activation-request',
  source,
  activationType,
});
export const response = (tester: number, code: number) =>
  hex(encodeMessage({ kind: 'activation-response', tester, entity: 0x1000, code }, 2));
export const alive = (source: number): DoipMessage => ({ kind: 'alive-check-response', source });
export const uds = (source: number, target: number): DoipMessage => ({
  kind: 'diagnostic-message',
  source,
  target,
  data: bytesOf(0x3e, 0),
});
export const ALIVE_CHECK = '02fd000700000000';
export const ANNOUNCEMENT = `02fd000400000021${hex(VIN)}1000${hex(EID)}${hex(EID)}0000`;

/** One line an out: "a< bytes" to socket a, "a closed", "udp 50000 bytes", "unit from tester". */
export function shown(out: readonly EntityOut[]): string[] {
  return out.map((each) => {
    if (each.kind === 'send') return `${each.socket}< ${hex(each.bytes)}`;
    if (each.kind === 'close') return `${each.socket} closed`;
    if (each.kind === 'datagram') return `udp ${each.to.port} ${hex(each.bytes)}`;
    if (each.kind === 'announce') return `announce ${hex(each.bytes)}`;
    return `${each.addressing} ${each.unit.toString(16)} from ${each.tester.toString(16)}: ${hex(each.bytes)}`;
  });
}
