import {
  type BrokerToShop,
  brokerToShop,
  type RandomId,
  type ShopToBroker,
  type StreamPayload,
} from '@baylink/contracts';
import { after, type Chance, type Clock, seconds, unreachable } from '@baylink/kernel';
import { WebSocket } from 'ws';
import type { BrokerApi } from '../http/broker-api.js';
import { backoff } from '../reconnect/backoff.js';
import { type LedgerSource, LedgerUploads } from './ledger-uploads.js';
import type { ShopTunnelListener } from './listener.js';
import { VisitStreams } from './visit-streams.js';

export interface ShopTunnelOptions {
  /** Signed in with the shop's device key. */
  readonly api: BrokerApi;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly listener: ShopTunnelListener;
  /** The highest epoch that this shop has ever seen of its broker (I15); 0 for a new one. */
  readonly epochSeen?: number;
}

const VERSIONS = [1];
const MESSAGE_BYTES = 1024 * 1024;
/** The broker pings every 15 s; a tunnel on which nothing was heard for longer than this is dead. */
const SILENCE = seconds(40);
/** A tunnel that lived this long was a good one: the next loss is answered at once. */
const GOOD = seconds(10);

type State =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'greeting' | 'open'; readonly socket: WebSocket }
  | { readonly kind: 'waiting'; readonly cancel: () => void };

/** The shop's one outbound connection. It is made, kept and made again by itself until it is stopped. */
export class ShopTunnel {
  private state: State = { kind: 'stopped' };
  private readonly streams: VisitStreams;
  private readonly ledgers: LedgerUploads;
  private attempt = 0;
  private epoch: number;
  private cancelWatch: (() => void) | undefined;
  private goodAt = 0;

  constructor(private readonly options: ShopTunnelOptions) {
    const { clock, listener, epochSeen } = options;
    this.epoch = epochSeen ?? 0;
    this.streams = new VisitStreams(clock, listener, (visit, expert, frame) =>
      this.say({ kind: 'relay', visit, expert, frame }),
    );
    this.ledgers = new LedgerUploads(clock, listener, (message) => this.say(message));
  }

  start(): void {
    if (this.state.kind === 'stopped') void this.connect();
  }

  stop(): void {
    const { state } = this;
    this.state = { kind: 'stopped' };
    this.cancelWatch?.();
    if (state.kind === 'waiting') state.cancel();
    if (state.kind === 'greeting' || state.kind === 'open') state.socket.close(1000);
    this.lost();
    this.options.listener.connection({ state: 'stopped' });
  }

  /** To the expert of the visit. `false`: no stream, or no room until `drained`. */
  send(visit: RandomId, payload: StreamPayload): boolean {
    return this.streams.send(visit, payload);
  }

  /** Ends a visit, also towards the broker. Its ledger goes on being uploaded. */
  closeVisit(visit: RandomId): void {
    this.streams.close(visit);
    this.say({ kind: 'visit-close', visit });
  }

  /** Keeps a ledger at the broker too; `grew` and `checkpoint` say when there is more. */
  followLedger(visit: RandomId, source: LedgerSource): void {
    this.ledgers.follow(visit, source);
  }

  forgetLedger(visit: RandomId): void {
    this.ledgers.forget(visit);
  }

  ledgerGrew(visit: RandomId): void {
    this.ledgers.grew(visit);
  }

  /** `size` as the checkpoint says it. */
  ledgerCheckpoint(visit: RandomId, jws: string, size: number): void {
    this.ledgers.checkpoint(visit, jws, size);
  }

  private async connect(): Promise<void> {
    this.state = { kind: 'asking' };
    this.options.listener.connection({ state: 'connecting' });
    const ticket = await this.options.api.ticket();
    if (this.state.kind !== 'asking') return;
    if (!ticket.ok) return this.wait(ticket.error.sentence);
    const url = new URL('/v1/tunnel', this.options.api.origin);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: MESSAGE_BYTES,
      handshakeTimeout: 10_000,
      followRedirects: false,
    });
    this.state = { kind: 'greeting', socket };
    let why = `the broker at ${url.host} closed the connection`;
    socket.on('open', () => {
      this.alive(socket);
      socket.send(JSON.stringify({ kind: 'hello', ticket: ticket.value, versions: VERSIONS } satisfies ShopToBroker));
    });
    socket.on('ping', () => this.alive(socket));
    socket.on('message', (data, binary) => {
      this.alive(socket);
      if (!this.isCurrent(socket)) return;
      const message = binary ? undefined : readMessage(String(data));
      if (message?.kind === 'error') why = message.sentence;
      if (message === undefined) {
        why = `the broker at ${url.host} sent something that this version does not understand; update the older of the two`;
        socket.terminate();
      } else if (!this.hear(message, socket)) {
        why = `the broker at ${url.host} went back to an epoch before ${this.epoch}; it was restored from an old copy, or it is not the same`;
        socket.terminate();
      }
    });
    socket.on('error', (error) => {
      why = `the broker at ${url.host} cannot be reached (${error.message})`;
    });
    socket.on('close', () => {
      if (this.isCurrent(socket)) this.wait(why);
    });
  }

  private isCurrent(socket: WebSocket): boolean {
    return (this.state.kind === 'greeting' || this.state.kind === 'open') && this.state.socket === socket;
  }

  /** `false`: this broker must not be listened to. */
  private hear(message: BrokerToShop, socket: WebSocket): boolean {
    const { listener, clock } = this.options;
    switch (message.kind) {
      case 'welcome':
        if (message.epoch < this.epoch || !VERSIONS.includes(message.version)) return false;
        this.epoch = message.epoch;
        this.state = { kind: 'open', socket };
        this.goodAt = after(clock.now(), GOOD);
        listener.connection({ state: 'open', epoch: message.epoch });
        this.streams.path();
        this.ledgers.path();
        return true;
      case 'visit-open':
        if (this.streams.open(message)) listener.visitOpened(message);
        else listener.trouble(`visit ${message.visit} was not taken: too many visits are open, or its expert changed`);
        return true;
      case 'visit-close':
        this.streams.close(message.visit);
        listener.visitClosed(message.visit, message.why);
        return true;
      case 'expert-presence':
        listener.presence(message.visit, message.online);
        return true;
      case 'relay':
        this.streams.hear(message.visit, message.expert, message.frame);
        return true;
      case 'ledger-stored':
        this.ledgers.stored(message.visit, message.size, message.head);
        return true;
      case 'error':
        this.ledgers.refused();
        listener.trouble(message.sentence);
        return true;
      default:
        return unreachable(message);
    }
  }

  private say(message: ShopToBroker): void {
    if (this.state.kind === 'open') this.state.socket.send(JSON.stringify(message));
  }

  /** Something was heard: the tunnel is given another while. */
  private alive(socket: WebSocket): void {
    const { clock } = this.options;
    this.cancelWatch?.();
    this.cancelWatch = clock.wake(after(clock.now(), SILENCE), () => socket.terminate());
  }

  private lost(): void {
    this.streams.noPath();
    this.ledgers.noPath();
  }

  private wait(sentence: string): void {
    const { clock, chance, listener } = this.options;
    this.cancelWatch?.();
    if (this.state.kind === 'open' && clock.now() >= this.goodAt) this.attempt = 0;
    const wait = backoff(this.attempt, chance);
    this.attempt += 1;
    this.state = { kind: 'waiting', cancel: clock.wake(after(clock.now(), wait), () => void this.connect()) };
    this.lost();
    listener.connection({ state: 'waiting', sentence, wait });
  }
}

function readMessage(text: string): BrokerToShop | undefined {
  try {
    const message = brokerToShop.safeParse(JSON.parse(text));
    return message.success ? message.data : undefined;
  } catch {
    return undefined;
  }
}
