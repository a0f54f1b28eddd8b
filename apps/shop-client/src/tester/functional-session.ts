import { type Clock, DrivenMachine, millis } from '@baylink/kernel';
import {
  type Answer,
  type ClientConfig,
  type Collected,
  type CollectorInput,
  type CollectorOut,
  type CollectorState,
  collector,
  createCollector,
} from '@baylink/protocols/uds';
import type { LinkEvent } from '@baylink/transport-vehicle';
import type { Door } from '../door/door.js';
import type { Authorise } from './unit-session.js';

/** A vehicle has fewer units than this; a faulty bus need not. */
const MOST_ANSWERS = 256;
/** The end of collecting, also on a link where other requests keep the units talking. */
const LONGEST = 3000;

const GIVEN_UP: Collected = {
  kind: 'link',
  error: { kind: 'refused', message: 'The talk with the vehicle was given up before it answered; ask again.' },
};

export type Answers = Collected;
export type UnitAnswer = Answer;

/** Functionally addressed requests: one at a time, everybody's answers (C21). */
export class FunctionalSession {
  private readonly machine: DrivenMachine<CollectorState, CollectorInput, CollectorOut>;
  private readonly deaf: () => void;
  private queue: Promise<unknown> = Promise.resolve();
  private closed = false;
  private open: { authorise: Authorise; done: (answers: Collected) => void } | undefined;

  constructor(
    private readonly door: Door,
    clock: Clock,
    { p2, p2Star, margin, total, dialect = 'uds' }: Omit<ClientConfig, 'busy'>,
  ) {
    const start = createCollector({
      p2,
      p2Star,
      margin,
      total: millis(Math.min(total, LONGEST)),
      maxAnswers: MOST_ANSWERS,
      dialect,
    });
    this.machine = new DrivenMachine(collector, start, clock, { kind: 'tick' }, (out) => this.perform(out));
    this.deaf = door.listen((event) => this.hear(event));
  }

  ask(bytes: Uint8Array, authorise: Authorise): Promise<Collected> {
    const turn = this.queue.then(
      () =>
        new Promise<Collected>((done) => {
          if (this.closed) return done(GIVEN_UP);
          this.open = { authorise, done };
          this.machine.feed({ kind: 'request', bytes });
        }),
    );
    this.queue = turn;
    return turn;
  }

  /** For good. Whoever still waits for answers is told that there will be none. */
  close(): void {
    this.deaf();
    this.machine.stop();
    this.open?.done(GIVEN_UP);
    this.closed = true;
  }

  private perform(out: CollectorOut): void {
    if (out.kind === 'send') this.send(out.bytes);
    if (out.kind === 'done') this.open?.done(out.outcome);
  }

  private send(bytes: Uint8Array): void {
    const verdict = this.open?.authorise(bytes);
    if (verdict?.kind !== 'pass') {
      this.machine.feed({ kind: 'link-failed', error: { kind: 'refused', message: 'The request was refused.' } });
      return;
    }
    void this.door.send(verdict).then((sent) => {
      this.machine.feed(sent.ok ? { kind: 'sent' } : { kind: 'link-failed', error: sent.error.error });
    });
  }

  private hear(event: LinkEvent): void {
    switch (event.kind) {
      case 'indication':
        this.machine.feed({ kind: 'indication', from: event.from.logical });
        return;
      case 'message':
        this.machine.feed({ kind: 'message', from: event.from.logical, bytes: event.bytes });
        return;
      case 'transfer-failed':
        if (event.unit) this.machine.feed({ kind: 'reception-failed', from: event.unit.logical });
        return;
      case 'closed':
        this.machine.feed({
          kind: 'link-failed',
          error: event.error ?? { kind: 'lost', message: 'The vehicle link was closed.' },
        });
        return;
    }
  }
}
