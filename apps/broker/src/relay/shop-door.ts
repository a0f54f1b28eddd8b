import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { BrokerToShop } from '@baylink/contracts';
import { after, type Clock, seconds } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { Metrics } from '../health/metrics.js';
import { Origins } from '../http/origins.js';
import type { Principal } from '../identity/principal.js';
import { Tickets } from '../identity/tickets.js';
import { CLOCK, EPOCH, LOG, SETTINGS } from '../process/tokens.js';
import type { BrokerSettings } from '../settings.js';
import { VisitStore } from '../store/visits.js';
import { readShopMessage } from './shop-message.js';
import { ShopMessages } from './shop-messages.js';
import { CLOSE, ShopTunnel } from './shop-tunnel.js';
import { Switchboard } from './switchboard.js';

const PATH = '/v1/tunnel';
const VERSION = 1;
const HELLO_WITHIN = seconds(10);
const MESSAGE_BYTES = 1024 * 1024;
/** Messages that may come together with the first one. */
const EARLY = 64;
/** A shop has one visit at a time; of more it cannot have missed the end without having been told of their begin. */
const ENDED_TOLD = 8;
/** Tunnels made by one start of a broker; past that their numbers would meet those of the next epoch. */
const TUNNELS_PER_EPOCH = 1_000_000;

/** The WebSocket door for shops. The first message is `hello` with a one-use ticket; nothing else is read before it. */
@Injectable()
export class ShopDoor {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  private readonly tunnels = new Set<ShopTunnel>();
  private made = 0;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
    @Inject(SETTINGS) private readonly settings: BrokerSettings,
    @Inject(EPOCH) private readonly epoch: number,
    @Inject(Origins) private readonly origins: Origins,
    @Inject(Tickets) private readonly tickets: Tickets,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(Switchboard) private readonly switchboard: Switchboard,
    @Inject(ShopMessages) private readonly messages: ShopMessages,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** Takes the upgrades of `/v1/tunnel` on the port that HTTP and socket.io share, and ends those that nobody takes. */
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    this.metrics.watchQueue('shop', () => [...this.tunnels].reduce((sum, one) => sum + one.queuedBytes, 0));
  }

  close(): void {
    for (const tunnel of this.tunnels)
      tunnel.end('goingAway', 'The broker is shutting down; connect again in a moment.');
    for (const socket of this.sockets.clients) socket.close(CLOSE.goingAway);
  }

  /** Breaks what has not closed by itself. */
  terminate(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = request.url?.split('?')[0] ?? '';
    if (path.startsWith('/socket.io/')) return;
    const admitted = this.origins.check(request);
    if (path !== PATH || !admitted.ok) {
      this.metrics.refusals.inc({ door: 'shop', code: admitted.ok ? 'not-found' : admitted.error.code });
      socket.end(
        `HTTP/1.1 ${admitted.ok ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (opened) => this.awaitHello(opened));
  }

  private awaitHello(socket: WebSocket): void {
    const cancel = this.clock.wake(after(this.clock.now(), HELLO_WITHIN), () => {
      this.refuse(socket, 'unauthenticated', 'No hello came within 10 s; connect again and send it first.');
    });
    socket.on('error', (error) => this.log.debug({ err: error }, 'tunnel socket'));
    socket.once('close', cancel);
    const early: string[] = [];
    socket.on('message', (data, binary) => {
      if (early.push(binary ? '' : textOf(data)) === EARLY) socket.terminate();
    });
    socket.once('message', () => {
      cancel();
      socket.pause();
      this.hello(socket, early).catch((error: unknown) => {
        this.log.error({ err: error }, 'fault while welcoming a tunnel');
        socket.terminate();
      });
    });
  }

  /** `early` goes on filling with what had been read together with the first message. */
  private async hello(socket: WebSocket, early: string[]): Promise<void> {
    const message = readShopMessage(early.shift() ?? '');
    if (!message.ok || message.value.kind !== 'hello') {
      this.refuse(
        socket,
        'unauthenticated',
        'The first message of a tunnel is hello, with a ticket from POST /v1/tickets.',
      );
      return;
    }
    const principal = this.tickets.redeem(message.value.ticket, 'shop');
    if (!principal.ok) {
      this.refuse(socket, 'unauthenticated', principal.error);
      return;
    }
    if (!message.value.versions.includes(VERSION)) {
      this.refuse(
        socket,
        'refused',
        `This broker speaks version ${VERSION} of the tunnel, the shop ${message.value.versions.join(', ')}; update the older one.`,
      );
      return;
    }
    await this.welcome(socket, principal.value, early);
  }

  private async welcome(socket: WebSocket, principal: Principal, early: readonly string[]): Promise<void> {
    if (principal.role !== 'shop') return;
    const { thumbprint } = principal;
    const { open, ended } = await this.switchboard.steadily(async () => ({
      open: await this.visits.openOfShop(thumbprint),
      ended: await this.visits.endedOfShop(thumbprint, ENDED_TOLD),
    }));
    if (socket.readyState !== socket.OPEN) return;
    this.made += 1;
    const number = this.epoch * TUNNELS_PER_EPOCH + this.made;
    const tunnel: ShopTunnel = new ShopTunnel(principal.thumbprint, number, socket, this.clock, this.settings.limits, {
      handle: (message) => this.messages.handle(message, principal, tunnel),
      fault: (error) => this.log.error({ err: error }, 'fault while dealing with a tunnel message'),
      ended: () => this.gone(tunnel),
    });
    socket.removeAllListeners('message');
    socket.on('message', (data, binary) => tunnel.receive(binary ? '' : textOf(data)));
    socket.once('close', () => tunnel.closed());
    this.tunnels.add(tunnel);
    tunnel.send({ kind: 'welcome', version: VERSION, epoch: this.epoch });
    this.switchboard.attachShop(tunnel, open, ended);
    this.log.info({ shop: principal.thumbprint, tunnel: number }, 'shop connected');
    socket.resume();
    for (const text of early) tunnel.receive(text);
  }

  private gone(tunnel: ShopTunnel): void {
    if (!this.tunnels.delete(tunnel)) return;
    this.switchboard.detachShop(tunnel);
    this.log.info({ shop: tunnel.shop, tunnel: tunnel.tunnel }, 'shop disconnected');
  }

  private refuse(socket: WebSocket, code: 'unauthenticated' | 'refused', sentence: string): void {
    this.metrics.refusals.inc({ door: 'shop', code });
    socket.resume();
    socket.send(JSON.stringify({ kind: 'error', code, sentence } satisfies BrokerToShop));
    socket.close(CLOSE[code], code);
  }
}

const textOf = (data: RawData): string =>
  Array.isArray(data)
    ? Buffer.concat(data).toString()
    : Buffer.isBuffer(data)
      ? data.toString()
      : Buffer.from(data).toString();
