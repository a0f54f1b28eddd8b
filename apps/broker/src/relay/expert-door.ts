import type { Server } from 'node:http';
import { connectAuth } from '@baylink/contracts';
import { type Clock, unreachable } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Socket, Server as SocketServer } from 'socket.io';
import { WebSocketServer } from 'ws';
import { Admission } from '../cases/admission.js';
import { Metrics } from '../health/metrics.js';
import { Origins } from '../http/origins.js';
import type { ExpertPrincipal } from '../identity/principal.js';
import { Tickets } from '../identity/tickets.js';
import { CLOCK, LOG, SETTINGS } from '../process/tokens.js';
import type { BrokerSettings } from '../settings.js';
import { type Acknowledge, ExpertConnection, type ExpertRequest } from './expert-connection.js';
import { frameBytes } from './frame-bytes.js';
import { Switchboard } from './switchboard.js';

/** One event at most: a frame with 64 KiB of payload, and JSON around it. */
const EVENT_BYTES = 96 * 1024;

/** The socket.io door for experts, on the port of HTTP. The ticket travels in the CONNECT packet. */
@Injectable()
export class ExpertDoor {
  private io: SocketServer | undefined;
  private readonly connections = new Set<ExpertConnection>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
    @Inject(SETTINGS) private readonly settings: BrokerSettings,
    @Inject(Origins) private readonly origins: Origins,
    @Inject(Tickets) private readonly tickets: Tickets,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Switchboard) private readonly switchboard: Switchboard,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  attach(server: Server): void {
    const io = new SocketServer(server, {
      wsEngine: WebSocketServer,
      serveClient: false,
      maxHttpBufferSize: EVENT_BYTES,
      perMessageDeflate: false,
      httpCompression: false,
      destroyUpgrade: false,
      pingInterval: 15_000,
      pingTimeout: 15_000,
      connectTimeout: 10_000,
      allowRequest: (request, decide) => {
        const admitted = this.origins.check(request);
        decide(admitted.ok ? null : admitted.error.sentence, admitted.ok);
      },
    });
    io.on('connection', (socket) => this.connected(socket));
    io.use((socket, next) => {
      const expert = this.admit(socket);
      if (typeof expert === 'string') {
        this.metrics.refusals.inc({ door: 'expert', code: 'unauthenticated' });
        next(new Error(expert));
        return;
      }
      socket.data = expert;
      next();
    });
    this.io = io;
    this.metrics.watchQueue('expert', () => [...this.connections].reduce((sum, one) => sum + one.queuedBytes, 0));
  }

  close(): void {
    this.io?.disconnectSockets(true);
    this.io?.engine.close();
  }

  /** The expert whom the ticket admits, or why it admits nobody. */
  private admit(socket: Socket): ExpertPrincipal | string {
    const auth = connectAuth.safeParse(socket.handshake.auth);
    if (!auth.success) return 'Connect with a ticket from POST /v1/tickets in the "auth" of the connection.';
    const principal = this.tickets.redeem(auth.data.ticket, 'expert');
    if (!principal.ok) return principal.error;
    if (principal.value.role !== 'expert') return 'This door is for experts.';
    const { thumbprint } = principal.value;
    const { socketsPerExpert } = this.settings.limits;
    const open = [...this.connections].filter(({ expert }) => expert === thumbprint).length;
    if (open < socketsPerExpert) return principal.value;
    return `You have ${open} connections open, and ${socketsPerExpert} is the most; close a window that you do not need.`;
  }

  private connected(socket: Socket<never, never, never, ExpertPrincipal>): void {
    const expert = socket.data;
    const { limits } = this.settings;
    const connection: ExpertConnection = new ExpertConnection(
      expert.thumbprint,
      socket,
      this.clock,
      limits,
      (request) => this.handle(request, expert, connection),
      (error) => this.log.error({ err: error }, 'fault while dealing with an event'),
    );
    this.connections.add(connection);
    this.log.info({ expert: expert.thumbprint }, 'expert connected');
    socket.once('disconnect', () => {
      connection.closed();
      this.connections.delete(connection);
      this.switchboard.leaveAll(connection);
      this.log.info({ expert: expert.thumbprint }, 'expert disconnected');
    });
  }

  private handle(request: ExpertRequest, expert: ExpertPrincipal, line: ExpertConnection): void | Promise<void> {
    switch (request.event) {
      case 'join':
        return this.join(request.visit, expert, line, request.acknowledge);
      case 'relay':
        return this.relay(request, line);
      default:
        return unreachable(request);
    }
  }

  private async join(
    id: string,
    expert: ExpertPrincipal,
    line: ExpertConnection,
    acknowledge: Acknowledge,
  ): Promise<void> {
    const visit = await this.switchboard.steadily(() => this.admission.partOf(expert, id));
    if (!visit.ok) return this.refuse(acknowledge, visit.error.code, visit.error.sentence);
    if (visit.value.closedAt !== null) {
      return this.refuse(acknowledge, 'conflict', `The visit ${id} is closed; open a new one in its case.`);
    }
    if (!this.connections.has(line)) return;
    this.switchboard.join(visit.value, line);
    acknowledge({ ok: true });
  }

  /** The acknowledgement is withheld while the shop's tunnel has no room. */
  private relay(request: ExpertRequest & { event: 'relay' }, line: ExpertConnection): void | Promise<void> {
    const { visit, frame, acknowledge } = request;
    const delivery = this.switchboard.toShop(line, visit, frame);
    if (delivery === undefined) {
      return this.refuse(acknowledge, 'not-found', `This socket has not joined a visit ${visit}; join it first.`);
    }
    if (delivery === false) {
      return this.refuse(
        acknowledge,
        'nobody-there',
        'The shop is not connected now; its presence will be told, and the stream resumes.',
      );
    }
    this.metrics.relayedBytes.inc({ to: 'shop' }, frameBytes(frame));
    if (delivery === true) return acknowledge({ ok: true });
    return delivery.then(() => acknowledge({ ok: true }));
  }

  private refuse(acknowledge: Acknowledge, code: string, sentence: string): void {
    this.metrics.refusals.inc({ door: 'expert', code });
    acknowledge({ ok: false, sentence });
  }
}
