import { meetStranger, type RandomId, type StreamFrame, type StreamPayload, type Thumbprint } from '@baylink/contracts';
import { type Clock, unreachable } from '@baylink/kernel';
import { StreamEnd } from '../stream/stream-end.js';
import type { ShopTunnelListener, VisitOffer } from './listener.js';

/** Visits that a shop holds at once; a broker that opens more is not followed. */
const MOST_VISITS = 64;
/** Ended streams that are remembered of each visit, so that a late frame does not open one again. */
const REMEMBERED = 16;

interface Visit {
  readonly expert: Thumbprint;
  end: StreamEnd | undefined;
  readonly ended: RandomId[];
}

/** The streams of all open visits: at most one each, the newest that its expert began. */
export class VisitStreams {
  private readonly visits = new Map<RandomId, Visit>();

  constructor(
    private readonly clock: Clock,
    private readonly listener: ShopTunnelListener,
    private readonly relay: (visit: RandomId, expert: Thumbprint, frame: StreamFrame) => void,
  ) {}

  /** Whether the visit is known now. */
  open({ visit, expert }: VisitOffer): boolean {
    const known = this.visits.get(visit);
    if (known !== undefined) return known.expert === expert;
    if (this.visits.size >= MOST_VISITS) return false;
    this.visits.set(visit, { expert, end: undefined, ended: [] });
    return true;
  }

  close(visit: RandomId): void {
    this.visits.get(visit)?.end?.close();
    this.visits.delete(visit);
  }

  send(visit: RandomId, payload: StreamPayload): boolean {
    return this.visits.get(visit)?.end?.send(payload) ?? false;
  }

  hear(visit: RandomId, expert: Thumbprint, frame: StreamFrame): void {
    const known = this.visits.get(visit);
    if (known === undefined || known.expert !== expert) return;
    if (known.end?.id === frame.stream) {
      known.end.hear(frame);
      return;
    }
    const verdict = known.ended.includes(frame.stream) && frame.kind !== 'reset' ? 'reset' : meetStranger(frame);
    switch (verdict) {
      case 'open':
        this.begin(visit, known, frame);
        break;
      case 'reset':
        this.relay(visit, expert, { kind: 'reset', stream: frame.stream });
        break;
      case 'ignore':
        break;
      default:
        unreachable(verdict);
    }
  }

  path(): void {
    for (const { end } of this.visits.values()) end?.path();
  }

  noPath(): void {
    for (const { end } of this.visits.values()) end?.noPath();
  }

  private begin(visit: RandomId, known: Visit, first: StreamFrame): void {
    this.end(known);
    const end = new StreamEnd(first.stream, this.clock, {
      transmit: (frame) => this.relay(visit, known.expert, frame),
      deliver: (payload) => this.listener.payload(visit, payload),
      drained: () => this.listener.drained(visit),
      reset: () => {
        this.end(known);
        this.listener.streamLost(visit);
      },
    });
    known.end = end;
    this.listener.streamOpened(visit);
    end.path();
    end.hear(first);
  }

  private end(known: Visit): void {
    if (known.end === undefined) return;
    known.end.close();
    known.ended.push(known.end.id);
    if (known.ended.length > REMEMBERED) known.ended.shift();
    known.end = undefined;
  }
}
