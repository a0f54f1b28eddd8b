import { type BrokerToShop, type ShopToBroker } from '@baylink/contracts';
import { after, type Clock, millis } from '@baylink/kernel';
import type { WebSocket } from 'ws';
import { TokenBucket } from '../http/token-bucket.js';
import type { Limits } from '../settings.js';
import { Inbox } from './inbox.js';
import type { Delivery, ShopLine } from './lines.js';
import { Outbox } from './outbox.js';
import { pace } from './pace.js';
import { readShopMessage } from './shop-message.js';
import { shopSink } from './shop-sink.js';

/** Close codes of the tunnel (RFC 6455 7.4.2, private range). */
export const CLOSE = { refused: 4400, unauthenticated: 4401, replaced: 4409, stalled: 4413, goingAway: 1001 } as const;

export type TunnelError = { readonly code: keyof typeof CLOSE; readonly sentence: string };

export interface TunnelOwner {
  /** A promise holds the tunnel back until it settles. */
  handle(message: ShopToBroker): void | Promise<void>;
  fault(error: unknown): void;
  /** Nothing is received or delivered any more; the socket may still be saying goodbye. */
  ended(): void;
}

/** What may wait in memory while a message is dealt with: one full message and what the socket had read with it. */
const INBOX_BYTES = 4 * 1024 * 1024;
const PING_EVERY = millis(15_000);

/** One WebSocket of a shop, whoever it turns out to be: parsing, order, rate, heartbeat and both directions' limits. */
export class ShopTunnel implements ShopLine {
  private readonly outbox: Outbox<string>;
  private readonly inbox: Inbox<string>;
  private cancelPing: () => void;
  private heard = true;

  constructor(
    readonly shop: string,
    readonly tunnel: number,
    private readonly socket: WebSocket,
    private readonly clock: Clock,
    limits: Limits,
    private readonly owner: TunnelOwner,
  ) {
    const outboxLimits = { highWater: limits.outboxHighWater, stall: limits.outboxStall };
    const sink = shopSink(socket, () => this.outbox.pump());
    this.outbox = new Outbox(sink, outboxLimits, clock, () => this.end('stalled', STALLED));
    const bucket = new TokenBucket(limits.socketMessages, clock);
    const valve = { hold: () => socket.pause(), release: () => socket.resume() };
    this.inbox = new Inbox<string>((text) => pace(bucket, clock, () => this.read(text)), valve, INBOX_BYTES, {
      flood: () => this.end('refused', FLOOD),
      fault: (error) => {
        owner.fault(error);
        this.end('goingAway', FAULT);
      },
    });
    socket.on('pong', () => {
      this.heard = true;
    });
    this.cancelPing = this.ping();
  }

  get queuedBytes(): number {
    return this.outbox.bytes;
  }

  receive(text: string): void {
    this.heard = true;
    this.inbox.accept(text, text.length);
  }

  send(message: BrokerToShop): Delivery {
    const text = JSON.stringify(message);
    return this.outbox.put(text, text.length);
  }

  replaced(): void {
    this.end('replaced', 'This shop has opened a newer tunnel; this older one is closed.');
  }

  end(code: keyof typeof CLOSE, sentence: string): void {
    if (this.socket.readyState === this.socket.OPEN) {
      this.socket.send(JSON.stringify({ kind: 'error', code, sentence } satisfies BrokerToShop));
    }
    this.closed();
    this.socket.resume();
    this.socket.close(CLOSE[code], code);
    if (code === 'stalled') this.socket.terminate();
  }

  /** Lets go of everything; the socket is gone or about to be. */
  closed(): void {
    this.cancelPing();
    this.outbox.close();
    this.inbox.close();
    this.owner.ended();
  }

  private read(text: string): void | Promise<void> {
    const message = readShopMessage(text);
    if (message.ok) return this.owner.handle(message.value);
    this.end(
      'refused',
      `A message of this tunnel is not understood: ${message.error}; update the older of the two programs.`,
    );
  }

  /** A shop that answers no ping for one interval is gone; a held socket cannot answer and is not asked to. */
  private ping(): () => void {
    return this.clock.wake(after(this.clock.now(), PING_EVERY), () => {
      if (!this.heard && !this.socket.isPaused) {
        this.socket.terminate();
        return;
      }
      this.heard = this.socket.isPaused;
      this.socket.ping();
      this.cancelPing = this.ping();
    });
  }
}

const FLOOD = `More than ${INBOX_BYTES} bytes came while one message was dealt with; send less at once.`;
const FAULT = 'The broker made a mistake with the last message; connect again and send from what it says is stored.';
const STALLED = 'This tunnel made no room for what waits for it; connect again, and the streams resume.';
