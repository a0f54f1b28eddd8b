import { type BrokerToShop, brokerToShop, type ShopToBroker, type StreamFrame } from '@baylink/contracts';
import { io, type Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { type Expert, freshId, newTicket, type Shop } from './parties.js';

/** A queue of what came, awaited one by one. */
export class Arrivals<T> {
  private readonly items: T[] = [];
  private readonly waiting: ((item: T) => void)[] = [];

  push(item: T): void {
    const settle = this.waiting.shift();
    if (settle === undefined) this.items.push(item);
    else settle(item);
  }

  next(): Promise<T> {
    const item = this.items.shift();
    return item === undefined ? new Promise((settle) => this.waiting.push(settle)) : Promise.resolve(item);
  }

  /** Drops everything until one fits. */
  async until<U extends T>(fits: (item: T) => item is U): Promise<U> {
    for (;;) {
      const item = await this.next();
      if (fits(item)) return item;
    }
  }
}

export interface Tunnel {
  readonly socket: WebSocket;
  readonly messages: Arrivals<BrokerToShop>;
  readonly closed: Promise<number>;
  send(message: ShopToBroker): void;
  /** The next message of this kind. */
  next<K extends BrokerToShop['kind']>(kind: K): Promise<BrokerToShop & { kind: K }>;
}

/** Opens the WebSocket and says nothing. */
export async function rawTunnel(base: string): Promise<Tunnel> {
  const socket = new WebSocket(`${base.replace('http', 'ws')}/v1/tunnel`);
  const messages = new Arrivals<BrokerToShop>();
  socket.on('message', (data) => messages.push(brokerToShop.parse(JSON.parse(String(data)))));
  const closed = new Promise<number>((settle) => socket.once('close', settle));
  onTestFinished(() => socket.terminate());
  await new Promise((settle, fail) => socket.once('open', settle).once('error', fail));
  return {
    socket,
    messages,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    next: <K extends BrokerToShop['kind']>(kind: K) =>
      messages.until((message): message is BrokerToShop & { kind: K } => message.kind === kind),
  };
}

export async function openTunnel(base: string, shop: Shop): Promise<Tunnel> {
  const tunnel = await rawTunnel(base);
  tunnel.send({ kind: 'hello', ticket: await newTicket(base, shop), versions: [1] });
  await tunnel.next('welcome');
  return tunnel;
}

export interface ExpertSocket {
  readonly socket: Socket;
  readonly events: Arrivals<{ event: string; body: { [key: string]: unknown } }>;
  send(event: 'join' | 'relay', body: unknown): Promise<{ ok: boolean; sentence?: string }>;
  next(event: string): Promise<{ [key: string]: unknown }>;
}

/** Not yet connected: the caller decides what to expect of it. */
export function expertSocket(base: string, ticket: string, transports?: string[]): ExpertSocket {
  const socket = io(base, {
    auth: { ticket },
    reconnection: false,
    forceNew: true,
    ...(transports ? { transports } : {}),
  });
  const events = new Arrivals<{ event: string; body: { [key: string]: unknown } }>();
  socket.onAny((event, body) => events.push({ event, body }));
  onTestFinished(() => void socket.disconnect());
  return {
    socket,
    events,
    send: (event, body) => socket.emitWithAck(event, body),
    next: async (event) =>
      (await events.until((one): one is { event: string; body: { [key: string]: unknown } } => one.event === event))
        .body,
  };
}

export const connected = (socket: Socket): Promise<void> =>
  new Promise((settle, fail) => socket.once('connect', settle).once('connect_error', fail));

export async function joinVisit(base: string, expert: Expert, visit: string): Promise<ExpertSocket> {
  const connection = expertSocket(base, await newTicket(base, expert), ['websocket']);
  await connected(connection.socket);
  const answer = await connection.send('join', { visit });
  if (!answer.ok) throw new Error(answer.sentence);
  return connection;
}

export const dataFrame = (seq: number, size = 16, stream = freshId()): StreamFrame => ({
  kind: 'data',
  stream,
  seq,
  ack: 0,
  payload: { kind: 'envelope', jws: 'x'.repeat(size) },
});
