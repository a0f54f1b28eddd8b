import { expertEvents, type StreamFrame } from '@baylink/contracts';
import type { Clock } from '@baylink/kernel';
import type { Socket } from 'socket.io';
import { TokenBucket } from '../http/token-bucket.js';
import type { Limits } from '../settings.js';
import { expertSink } from './expert-sink.js';
import { frameBytes } from './frame-bytes.js';
import { Inbox } from './inbox.js';
import type { Delivery, ExpertLine, ExpertMessage } from './lines.js';
import { Outbox } from './outbox.js';
import { pace } from './pace.js';

export type Acknowledge = (answer: { ok: true } | { ok: false; sentence: string }) => void;

export type ExpertRequest =
  | { readonly event: 'join'; readonly visit: string; readonly acknowledge: Acknowledge }
  | { readonly event: 'relay'; readonly visit: string; readonly frame: StreamFrame; readonly acknowledge: Acknowledge };

/** JSON around what an event carries, in bytes. */
const EVENT_BYTES = 256;

/**
 * One socket of an expert. Back-pressure towards it is the withheld acknowledgement: a client that goes on sending past
 * `expertInbox` unacknowledged bytes is disconnected, and its streams resume.
 */
export class ExpertConnection implements ExpertLine {
  private readonly outbox: Outbox<ExpertMessage>;
  private readonly inbox: Inbox<ExpertRequest>;

  constructor(
    readonly expert: string,
    socket: Socket,
    clock: Clock,
    limits: Limits,
    handle: (request: ExpertRequest) => void | Promise<void>,
    onFault: (error: unknown) => void,
  ) {
    const outboxLimits = { highWater: limits.outboxHighWater, stall: limits.outboxStall };
    const sink = expertSink(socket, () => this.outbox.pump());
    this.outbox = new Outbox(sink, outboxLimits, clock, () => socket.disconnect(true));
    const bucket = new TokenBucket(limits.socketMessages, clock);
    const acknowledgementsAreTheValve = { hold: () => {}, release: () => {} };
    const pacedHandle = (request: ExpertRequest) => pace(bucket, clock, () => handle(request));
    this.inbox = new Inbox<ExpertRequest>(pacedHandle, acknowledgementsAreTheValve, limits.expertInbox, {
      flood: () => socket.disconnect(true),
      fault: (error) => {
        onFault(error);
        socket.disconnect(true);
      },
    });
    socket.onAny((event: unknown, ...values: unknown[]) => this.receive(event, values));
  }

  get queuedBytes(): number {
    return this.outbox.bytes;
  }

  send(message: ExpertMessage): Delivery {
    return this.outbox.put(message, message.event === 'relay' ? frameBytes(message.body.frame) : EVENT_BYTES);
  }

  closed(): void {
    this.outbox.close();
    this.inbox.close();
  }

  private receive(event: unknown, values: readonly unknown[]): void {
    const acknowledge = acknowledgement(values.at(-1));
    const request = readRequest(event, values[0], acknowledge);
    if (typeof request === 'string') acknowledge({ ok: false, sentence: request });
    else this.inbox.accept(request, request.event === 'relay' ? frameBytes(request.frame) : EVENT_BYTES);
  }
}

function acknowledgement(last: unknown): Acknowledge {
  return typeof last === 'function' ? (answer) => void last(answer) : () => {};
}

/** The request, or why it is none. */
function readRequest(event: unknown, body: unknown, acknowledge: Acknowledge): ExpertRequest | string {
  switch (event) {
    case 'join': {
      const join = expertEvents.join.safeParse(body);
      return join.success ? { event, ...join.data, acknowledge } : notUnderstood(event, join.error.issues);
    }
    case 'relay': {
      const relay = expertEvents.relay.safeParse(body);
      return relay.success ? { event, ...relay.data, acknowledge } : notUnderstood(event, relay.error.issues);
    }
    default:
      return `The event ${JSON.stringify(String(event).slice(0, 40))} is not known here; there are join and relay.`;
  }
}

function notUnderstood(event: string, issues: readonly { path: PropertyKey[]; message: string }[]): string {
  const issue = issues[0];
  return `The event ${event} is not understood at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}.`;
}
