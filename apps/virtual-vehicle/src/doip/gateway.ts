import type { Socket } from 'node:net';
import { bytesOf, type Clock, DrivenMachine, unreachable } from '@baylink/kernel';
import {
  doipEntity,
  ENTITY_START,
  type EntityInput,
  type EntityOut,
  type EntityState,
  gatewayConfig,
  type Security,
  type SocketId,
  type UdpPeer,
} from '@baylink/protocols/doip';
import { FUNCTIONAL, GATEWAY, type RunningCar, SAMPLE_UNITS, SAMPLE_VIN } from '@baylink/twin';

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

/** How one entrance speaks UDP. */
export interface Datagrams {
  send(bytes: Uint8Array, to: UdpPeer): void;
  announce(bytes: Uint8Array): void;
}

/** The car's one DoIP entity (ISO 13400-2), whatever number of entrances leads to it. */
export class Gateway {
  static readonly #ofCar = new WeakMap<RunningCar, Gateway>();
  readonly #entity: DrivenMachine<EntityState, EntityInput, EntityOut>;
  readonly #sockets = new Map<SocketId, Socket>();
  readonly #datagrams = new Set<Datagrams>();
  readonly #quiet: () => void;
  #nextSocket = 1;

  private constructor(
    private readonly car: RunningCar,
    clock: Clock,
  ) {
    this.#entity = new DrivenMachine(doipEntity(ENTITY), ENTITY_START, clock, { kind: 'tick' }, (out) =>
      this.#perform(out),
    );
    this.#quiet = car.listen((out) => {
      if (out.kind === 'diagnostic')
        this.#entity.feed({ kind: 'response', unit: out.from, tester: out.to, bytes: out.bytes });
      else if (out.kind === 'report' && out.unit === GATEWAY.name && out.report.kind === 'power-lost') this.#drop();
    });
  }

  static of(car: RunningCar, clock: Clock): Gateway {
    const gateway = Gateway.#ofCar.get(car) ?? new Gateway(car, clock);
    Gateway.#ofCar.set(car, gateway);
    return gateway;
  }

  feed(input: EntityInput): void {
    if (this.#hasPower()) this.#entity.feed(input);
  }

  /** An entrance opens: announcements and answers leave through its `datagrams`, too. The result takes that back. */
  join(datagrams: Datagrams): () => void {
    this.#datagrams.add(datagrams);
    return () => {
      this.#datagrams.delete(datagrams);
      if (this.#datagrams.size === 0) this.#end();
    };
  }

  /** A tester has connected. A gateway without supply has no network. */
  accept(socket: Socket, security: Security): void {
    socket.on('error', () => socket.destroy());
    if (!this.#hasPower()) {
      socket.destroy();
      return;
    }
    const id = this.#nextSocket++;
    this.#sockets.set(id, socket);
    this.#entity.feed({ kind: 'opened', socket: id, security });
    socket.on('data', (chunk) => this.#entity.feed({ kind: 'data', socket: id, bytes: new Uint8Array(chunk) }));
    socket.on('close', () => {
      this.#sockets.delete(id);
      this.#entity.feed({ kind: 'closed', socket: id });
    });
  }

  #hasPower(): boolean {
    return this.car.state.nodes.some(({ unit }) => unit.profile.name === GATEWAY.name && unit.life.kind !== 'off');
  }

  #end(): void {
    Gateway.#ofCar.delete(this.car);
    this.#quiet();
    this.#entity.stop();
    this.#drop();
  }

  #drop(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
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
        for (const datagrams of this.#datagrams) datagrams.send(out.bytes, out.to);
        return;
      case 'announce':
        for (const datagrams of this.#datagrams) datagrams.announce(out.bytes);
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
}
