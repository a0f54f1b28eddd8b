import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrokerToShop, connectAuth, expertEvents, type ShopToBroker, shopToBroker } from '@baylink/contracts';
import { type Socket, Server as SocketServer } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';

/** A visit of one expert at one shop, as the relay under test knows it. */
export interface TestVisit {
  readonly visit: string;
  readonly case: string;
  readonly expert: string;
  readonly certificate: string;
  readonly shop: string;
}

/**
 * The least broker that two ends can meet at: it believes every proof, relays frames, keeps ledger lines. It can be
 * killed and started again on the same port, and asked to drop, repeat or change what it relays.
 */
export class TinyRelay {
  readonly heard: ShopToBroker[] = [];
  readonly ledger: string[] = [];
  refuseLedger = false;
  epoch = 1;
  /** Gives the frames to relay instead of `frame`: none, the same twice, another one. */
  meddle: (frame: unknown, to: 'shop' | 'expert') => readonly unknown[] = (frame) => [frame];
  private server: Server | undefined;
  private io: SocketServer | undefined;
  private shop: WebSocket | undefined;
  private expert: Socket | undefined;
  private tunnels = 0;
  private port = 0;
  private readonly shopSockets = new Set<WebSocket>();

  constructor(private readonly visit: TestVisit) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get visitId(): string {
    return this.visit.visit;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => this.http(request, response));
    const sockets = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, socket, head) => {
      if (!request.url?.startsWith('/v1/tunnel')) return;
      sockets.handleUpgrade(request, socket, head, (opened) => this.welcome(opened));
    });
    this.io = new SocketServer(server, { destroyUpgrade: false, serveClient: false });
    this.io.use((socket, next) =>
      next(connectAuth.safeParse(socket.handshake.auth).success ? undefined : new Error('no ticket')),
    );
    this.io.on('connection', (socket) => this.join(socket));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** As SIGKILL does: every connection breaks, nothing is said. */
  async kill(): Promise<void> {
    for (const socket of this.shopSockets) socket.terminate();
    this.io?.disconnectSockets(true);
    this.server?.closeAllConnections();
    await this.io?.close();
    await new Promise<void>((resolve) => this.server?.close(() => resolve()) ?? resolve());
    this.shop = undefined;
    this.expert = undefined;
  }

  breakShop(): void {
    this.shop?.terminate();
  }

  breakExpert(): void {
    this.expert?.disconnect(true);
  }

  tellShop(message: BrokerToShop): void {
    this.shop?.send(JSON.stringify(message));
  }

  private http(request: IncomingMessage, response: ServerResponse): void {
    const soon = Math.floor(Date.now() / 1000) + 600;
    const answers: Record<string, unknown> = {
      '/v1/sign-in/challenge': { nonce: 'A'.repeat(22), audience: this.origin, expiresAt: soon },
      '/v1/sign-in': { token: 'token', expiresAt: soon },
      '/v1/tickets': { ticket: 'ticket', expiresAt: soon },
    };
    const answer = answers[request.url ?? ''];
    request.resume();
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { type: 'about:blank', title: 'none', status: 404, detail: 'no such path' }));
  }

  private welcome(socket: WebSocket): void {
    this.shopSockets.add(socket);
    socket.on('close', () => {
      this.shopSockets.delete(socket);
      if (this.shop !== socket) return;
      this.shop = undefined;
      this.presence();
    });
    socket.on('message', (data) => this.hear(shopToBroker.parse(JSON.parse(String(data))), socket));
  }

  private hear(message: ShopToBroker, socket: WebSocket): void {
    this.heard.push(message);
    const { visit } = this.visit;
    switch (message.kind) {
      case 'hello': {
        this.shop = socket;
        this.tunnels += 1;
        this.tellShop({ kind: 'welcome', version: 1, epoch: this.epoch });
        const { case: id, expert, certificate } = this.visit;
        this.tellShop({ kind: 'visit-open', visit, case: id, expert, certificate });
        this.presence();
        break;
      }
      case 'relay':
        for (const frame of this.meddle(message.frame, 'expert')) this.expert?.emit('relay', { visit, frame });
        break;
      case 'ledger-append':
        if (this.refuseLedger) {
          this.tellShop({ kind: 'error', code: 'too-large', sentence: 'the ledger is too large' });
          break;
        }
        if (message.from === this.ledger.length) this.ledger.push(...message.lines);
        this.stored();
        break;
      case 'ledger-size':
      case 'ledger-checkpoint':
        this.stored();
        break;
      case 'visit-close':
        break;
    }
  }

  private stored(): void {
    this.tellShop({ kind: 'ledger-stored', visit: this.visit.visit, size: this.ledger.length, head: null });
  }

  private join(socket: Socket): void {
    socket.on('join', (_: unknown, acknowledge: (answer: unknown) => void) => {
      this.expert = socket;
      acknowledge({ ok: true });
      this.presence();
      this.tellShop({ kind: 'expert-presence', visit: this.visit.visit, expert: this.visit.expert, online: true });
    });
    socket.on('relay', (value: unknown, acknowledge: (answer: unknown) => void) => {
      const { frame, visit } = expertEvents.relay.parse(value);
      acknowledge({ ok: true });
      for (const each of this.meddle(frame, 'shop')) {
        this.shop?.send(JSON.stringify({ kind: 'relay', visit, expert: this.visit.expert, frame: each }));
      }
    });
    socket.on('disconnect', () => {
      if (this.expert === socket) this.expert = undefined;
    });
  }

  private presence(): void {
    const { visit, shop } = this.visit;
    this.expert?.emit('presence', { visit, shop, online: this.shop !== undefined, tunnel: this.tunnels });
  }
}
