import { type Clock, millis, ok } from '@baylink/kernel';
import type { Security } from '@baylink/protocols/doip';
import type { RunningCar } from '@baylink/twin';
import type { Entrance, EntranceKind } from '../port.js';
import { DOIP_PORT, isLoopback, parseEndpoint, showEndpoint } from './endpoint.js';
import { Gateway } from './gateway.js';
import { closeSockets, keepSockets } from './kept-sockets.js';
import { parsePlace } from './place.js';
import { bindSockets, type DoipSockets } from './sockets.js';

const SECURITY: Readonly<Record<string, Security>> = { offered: 'plain', demanded: 'plain-refused' };

/** The car's DoIP gateway on real sockets: discovery over UDP, diagnostics over TCP. (ISO 13400-2) */
export const doipEntrance: EntranceKind = {
  title: 'DoIP',
  flag: '--doip <host:port>',
  help: 'DoIP over UDP and TCP; port 0 takes a free one; ?tls=demanded refuses plain diagnostics (default 127.0.0.1:13400)',
  async open(text, car, clock) {
    const parsed = parsePlace(text, { tls: (value) => SECURITY[value] });
    if (!parsed.ok) return parsed;
    const wanted = parseEndpoint(parsed.value.place);
    if (!wanted.ok) return wanted;
    const sockets = await bindSockets(wanted.value);
    return sockets.ok ? ok(new BoundDoipPort(sockets.value, parsed.value.options.tls ?? 'plain', car, clock)) : sockets;
  },
};

class BoundDoipPort implements Entrance {
  readonly place: { readonly host: string; readonly port: number };
  readonly shown: string;
  readonly #open = keepSockets();
  readonly #leave: () => void;

  constructor(
    private readonly own: DoipSockets,
    security: Security,
    car: RunningCar,
    clock: Clock,
  ) {
    this.place = { ...own.bound };
    this.shown = showEndpoint(own.bound);
    const gateway = Gateway.of(car, clock);
    own.tcp.on('connection', (socket) => gateway.accept(this.#open.keep(socket), security));
    own.udp.on('message', (bytes, from) => gateway.feed({ kind: 'datagram', from, bytes: new Uint8Array(bytes) }));
    // A datagram that cannot be delivered (port unreachable) is nobody's failure.
    own.udp.on('error', () => undefined);
    if (!own.bound.host.includes(':')) own.udp.setBroadcast(true);
    this.#leave = gateway.join({
      send: (bytes, to) => own.udp.send(bytes, to.port, to.address),
      announce: (bytes) => this.#announce(bytes),
    });
    gateway.feed({ kind: 'start', wait: millis(0) });
  }

  async close(): Promise<void> {
    this.#leave();
    this.own.udp.close();
    await closeSockets(this.own.tcp, this.#open);
  }

  /** IPv6 has no broadcast: there the testers ask. */
  #announce(bytes: Uint8Array): void {
    const { host } = this.place;
    if (host.includes(':')) return;
    this.own.udp.send(bytes, DOIP_PORT, isLoopback(host) ? '127.255.255.255' : '255.255.255.255', () => undefined);
  }
}
