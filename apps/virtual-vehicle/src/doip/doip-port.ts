import type { Socket } from 'node:net';
import { bytesOf, type Clock, DrivenMachine, millis, ok, unreachable } from '@baylink/kernel';
import {
  doipEntity,
  ENTITY_START,
  type EntityInput,
  type EntityOut,
  type EntityState,
  gatewayConfig,
  type SocketId,
} from '@baylink/protocols/doip';
import { FUNCTIONAL, GATEWAY, SAMPLE_UNITS, SAMPLE_VIN } from '@baylink/twin';
import type { RunningCar } from '../car/running-car.js';
import type { Entrance, EntranceKind } from '../port.js';
import { DOIP_PORT, isLoopback, parseEndpoint, showEndpoint } from './endpoint.js';
import { bindSockets, type DoipSockets } from './sockets.js';

/** Locally administered address of the sample gateway. */
const EID = bytesOf(0x02, 0x42, 0x4c, 0x00, 0x10, 0x00);
const ENTITY = gatewayConfig({
  logicalAddress: GATEWAY.logical,
  vin: Uint8Array.from(SAMPLE_VIN, (letter) => letter.charCodeAt(0)),
  eid: EID,
  gid: EID,
  units: new Set(SAMPLE_UNITS.map(({ logical }) => logical)),
  functionalAddress: FUNCTIONAL.logical,
});

/** The car's DoIP gateway on real sockets: discovery over UDP, diagnostics over TCP. (ISO 13400-2) */
export const doipEntrance: EntranceKind = {
  title: 'DoIP',
  flag: '--doip <host:port>',
  help: 'DoIP over UDP and TCP; port 0 takes a free one (default 127.0.0.1:13400)',
  async open(text, car, clock) {
    const wanted = parseEndpoint(text);
    if (!wanted.ok) return wanted;
    const sockets = await bindSockets(wanted.value);
    return sockets.ok ? ok(new BoundDoipPort(sockets.value, car, clock)) : sockets;
  },
};

class BoundDoipPort implements Entrance {
  readonly place: { readonly host: string; readonly port: number };
  readonly shown: string;
  readonly #entity: DrivenMachine<EntityState, EntityInput, EntityOut>;
  readonly #sockets = new Map<SocketId, Socket>();
  readonly #quiet: () => void;
  #nextSocket = 1;

  constructor(
    private readonly own: DoipSockets,
    private readonly car: RunningCar,
    clock: Clock,
  ) {
    this.place = { ...own.bound };
    this.shown = showEndpoint(own.bound);
    this.#entity = new DrivenMachine(doipEntity(ENTITY), ENTITY_START, clock, { kind: 'tick' }, (out) =>
      this.#perform(out),
    );
    own.tcp.on('connection', (socket) => this.#accept(socket));
    own.udp.on('message', (bytes, from) => {
      if (this.#hasPower()) this.#entity.feed({ kind: 'datagram', from, bytes: new Uint8Array(bytes) });
    });
    // A datagram that cannot be delivered (port unreachable) is nobody's failure.
    own.udp.on('error', () => undefined);
    if (!own.bound.host.includes(':')) own.udp.setBroadcast(true);
    this.#quiet = car.listen((out) => {
      if (out.kind === 'diagnostic')
        this.#entity.feed({ kind: 'response', unit: out.from, tester: out.to, bytes: out.bytes });
      else if (out.kind === 'report' && out.unit === GATEWAY.name && out.report.kind === 'power-lost') this.#drop();
    });
    this.#entity.feed({ kind: 'start', wait: millis(0) });
  }

  async close(): Promise<void> {
    this.#quiet();
    this.#entity.stop();
    this.#drop();
    this.own.udp.close();
    await new Promise<void>((resolve) => this.own.tcp.close(() => resolve()));
  }

  /** A gateway without supply has no network. */
  #hasPower(): boolean {
    return this.car.state.nodes.some(({ unit }) => unit.profile === GATEWAY && unit.life.kind !== 'off');
  }

  #drop(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  #accept(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (!this.#hasPower()) {
      socket.destroy();
      return;
    }
    const id = this.#nextSocket++;
    this.#sockets.set(id, socket);
    this.#entity.feed({ kind: 'opened', socket: id, security: 'plain' });
    socket.on('data', (chunk) => this.#entity.feed({ kind: 'data', socket: id, bytes: new Uint8Array(chunk) }));
    socket.on('close', () => {
      this.#sockets.delete(id);
      this.#entity.feed({ kind: 'closed', socket: id });
    });
  }

  #perform(out: EntityOut): void {
    switch (out.kind) {
      case 'send':
        this.#sockets.get(out.socket)?.write(out.bytes);
        return;
      case 'close':
        this.#sockets.get(out.socket)?.destroySoon();
        return;
      case 'datagram':
        this.own.udp.send(out.bytes, out.to.port, out.to.address);
        return;
      case 'announce':
        this.#announce(out.bytes);
        return;
      case 'deliver':
        this.car.feed({
          kind: 'diagnostic',
          from: out.tester,
          to: out.unit,
          addressing: out.addressing,
          bytes: out.bytes,
        });
        return;
      default:
        unreachable(out);
    }
  }

  /** IPv6 has no broadcast: there the testers ask. */
  #announce(bytes: Uint8Array): void {
    const { host } = this.place;
    if (host.includes(':')) return;
    this.own.udp.send(bytes, DOIP_PORT, isLoopback(host) ? '127.255.255.255' : '255.255.255.255', () => undefined);
  }
}
