import { brokerEvents, type RandomId, type StreamFrame } from '@baylink/contracts';
import { after, type Chance, type Clock } from '@baylink/kernel';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import type { BrokerApi } from '../http/broker-api.js';
import { backoff } from '../reconnect/backoff.js';

export interface ExpertSocketListener {
  connecting(): void;
  joined(): void;
  frame(frame: StreamFrame): void;
  /** `tunnel` differs for every tunnel that the shop makes. */
  presence(online: boolean, tunnel: number): void;
  /** The connection is gone or could not be made; another attempt follows by itself. */
  lost(sentence: string): void;
  /** For good. */
  closed(why: string): void;
}

const TIMEOUT_MS = 10_000;
const joined = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), sentence: z.string() }),
]);

type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'joining' | 'joined'; readonly socket: Socket }
  | { readonly kind: 'waiting'; readonly cancel: () => void };

/** An expert's socket in one visit: made, joined, and made again with a fresh ticket until it is stopped. */
export class ExpertSocket {
  private state: State = { kind: 'stopped' };
  private attempt = 0;

  constructor(
    private readonly api: BrokerApi,
    private readonly visit: RandomId,
    private readonly clock: Clock,
    private readonly chance: Chance,
    private readonly listener: ExpertSocketListener,
  ) {}

  start(): void {
    if (this.state.kind === 'stopped') void this.connect();
  }

  stop(): void {
    const { state } = this;
    this.state = { kind: 'stopped' };
    if (state.kind === 'waiting') state.cancel();
    if (state.kind === 'joining' || state.kind === 'joined') state.socket.disconnect();
  }

  /** Lost without harm when the socket is not there. */
  relay(frame: StreamFrame): void {
    if (this.state.kind === 'joined') this.state.socket.emit('relay', { visit: this.visit, frame }, () => {});
  }

  private async connect(): Promise<void> {
    this.state = { kind: 'asking' };
    this.listener.connecting();
    const ticket = await this.api.ticket();
    if (this.state.kind !== 'asking') return;
    if (!ticket.ok) return this.wait(ticket.error.sentence);
    const socket = io(this.api.origin, {
      auth: { ticket: ticket.value },
      reconnection: false,
      forceNew: true,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      timeout: TIMEOUT_MS,
    });
    this.state = { kind: 'joining', socket };
    socket.on('connect', () => void this.join(socket));
    socket.on('connect_error', (error) =>
      this.drop(socket, `the broker does not let this visit in (${error.message})`),
    );
    socket.on('disconnect', (reason) => this.drop(socket, `the connection to the broker is gone (${reason})`));
    socket.on('relay', (value: unknown) => {
      const relay = brokerEvents.relay.safeParse(value);
      if (relay.success && this.isOurs(socket, relay.data.visit)) this.listener.frame(relay.data.frame);
    });
    socket.on('presence', (value: unknown) => {
      const presence = brokerEvents.presence.safeParse(value);
      if (!presence.success || !this.isOurs(socket, presence.data.visit)) return;
      this.listener.presence(presence.data.online, presence.data.tunnel);
    });
    socket.on('closed', (value: unknown) => {
      const closed = brokerEvents.closed.safeParse(value);
      if (closed.success && this.isOurs(socket, closed.data.visit)) this.finish(closed.data.why);
    });
  }

  private async join(socket: Socket): Promise<void> {
    const answer = await socket
      .timeout(TIMEOUT_MS)
      .emitWithAck('join', { visit: this.visit })
      .then(
        (value: unknown) => joined.safeParse(value).data,
        () => undefined,
      );
    if (!this.isOurs(socket, this.visit)) return;
    if (answer === undefined) return this.drop(socket, 'the broker did not answer the wish to join the visit');
    if (!answer.ok) return this.finish(answer.sentence);
    this.state = { kind: 'joined', socket };
    this.attempt = 0;
    this.listener.joined();
  }

  private isOurs(socket: Socket, visit: RandomId): boolean {
    const { state } = this;
    return (state.kind === 'joining' || state.kind === 'joined') && state.socket === socket && visit === this.visit;
  }

  private finish(why: string): void {
    this.stop();
    this.listener.closed(why);
  }

  private drop(socket: Socket, sentence: string): void {
    if (!this.isOurs(socket, this.visit)) return;
    this.wait(sentence);
    socket.disconnect();
  }

  private wait(sentence: string): void {
    const wait = backoff(this.attempt, this.chance);
    this.attempt += 1;
    this.state = {
      kind: 'waiting',
      cancel: this.clock.wake(after(this.clock.now(), wait), () => void this.connect()),
    };
    this.listener.lost(sentence);
  }
}
