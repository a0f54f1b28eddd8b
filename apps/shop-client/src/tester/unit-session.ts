import { after, type Clock, DrivenMachine, type Millis, millis } from '@baylink/kernel';
import {
  type ClientConfig,
  type ClientInput,
  type ClientOut,
  type ClientState,
  client,
  createClient,
  createTesterPresent,
  type DownloadSeen,
  KEEP_ALIVE,
  type Outcome,
  TESTER_PRESENT_DEFAULTS,
  type TesterPresentInput,
  type TesterPresentOut,
  type TesterPresentState,
  testerPresent,
} from '@baylink/protocols/uds';
import type { UnitProfile, Verdict } from '@baylink/safety';
import type { LinkEvent } from '@baylink/transport-vehicle';
import type { Door } from '../door/door.js';
import type { ProbeLog } from '../facts/probe-log.js';

const RETRY = millis(20);
/** A keep-alive that the adapter did not take is offered again long before S3 is over. (I11) */
const TAKEN_AGAIN = millis(250);
const GIVEN_UP: Outcome = {
  kind: 'link',
  error: { kind: 'refused', message: 'The talk with this unit was given up before it answered; ask again.' },
};

/** Judges the very bytes that are about to leave, at that moment. */
export type Authorise = (bytes: Uint8Array) => Verdict;

export interface UnitSessionOptions {
  /** Logical address of the unit. */
  readonly unit: number;
  /** Which standard its bytes have; ISO 14229-1 where nobody has said. */
  readonly dialect?: UnitProfile['dialect'] | undefined;
  readonly door: Door;
  readonly clock: Clock;
  readonly client: ClientConfig;
  /** Every request is a probe of the link. */
  readonly probes: ProbeLog;
  /** Judges the keep-alive of this session. */
  readonly keepAlive: Authorise;
  /** The unit asked for patience (NRC 0x78), for the `count`th time. */
  readonly hearPending?: (count: number) => void;
}

interface Call {
  readonly id: number;
  readonly authorise: Authorise;
  readonly done: (outcome: Outcome) => void;
  /** Given to the link. */
  readonly beganAt: Millis;
  /** The link has begun to send it, or, as soon as that is known, has sent it: an answer is timed from there. */
  readonly sentAt: Millis | undefined;
}

/**
 * One unit as the tester talks to it: the UDS client and the keep-alive of ISO 14229-2 on a clock, behind the door. One
 * request at a time; a second one waits for its turn.
 */
export class UnitSession {
  private readonly machine: DrivenMachine<ClientState, ClientInput, ClientOut>;
  private readonly presence: DrivenMachine<TesterPresentState, TesterPresentInput, TesterPresentOut>;
  private readonly deaf: () => void;
  private readonly waiting: { bytes: Uint8Array; authorise: Authorise; done: (outcome: Outcome) => void }[] = [];
  private call: Call | undefined;
  private nextId = 1;
  private onItsWay: Promise<void> | undefined;
  private cancelRetry: () => void = () => undefined;
  private closed = false;
  private kept = false;

  constructor(private readonly options: UnitSessionOptions) {
    const { clock } = options;
    this.machine = new DrivenMachine(
      client,
      createClient({ ...options.client, dialect: options.dialect ?? 'uds' }),
      clock,
      { kind: 'tick' },
      (out, at) => this.perform(out, at),
    );
    this.presence = new DrivenMachine(
      testerPresent,
      createTesterPresent({ ...TESTER_PRESENT_DEFAULTS, request: KEEP_ALIVE[options.dialect ?? 'uds'] }),
      clock,
      { kind: 'tick' },
      (out) => this.keepAlive(out),
    );
    this.deaf = options.door.listen((event) => this.hear(event));
  }

  /**
   * Asks the unit. When nothing else is open, `authorise` is called and the bytes reach the door before this returns, so
   * that judging and sending are one turn.
   */
  ask(bytes: Uint8Array, authorise: Authorise): Promise<Outcome> {
    if (this.closed) return Promise.resolve(GIVEN_UP);
    return new Promise((done) => {
      if (this.waiting.push({ bytes, authorise, done }) === 1 && !this.call) this.next();
    });
  }

  /** What whoever holds the link has seen of this unit's download; nothing where nobody can have. */
  recall(): Promise<DownloadSeen | undefined> {
    return this.options.door.recall(this.options.unit);
  }

  /** Keeps the unit in its session, or lets it lapse. */
  hold(on: boolean): void {
    this.keeps(on);
    this.presence.feed({ kind: on ? 'start' : 'stop' });
  }

  /** For good. Whoever still waits for an answer is told that there will be none. */
  close(): void {
    this.deaf();
    this.machine.stop();
    this.presence.stop();
    this.keeps(false);
    const left = [...(this.call ? [this.call] : []), ...this.waiting.splice(0)];
    this.call = undefined;
    this.closed = true;
    for (const { done } of left) done(GIVEN_UP);
  }

  private keeps(on: boolean): void {
    this.kept = on;
    if (!on) this.cancelRetry();
    this.options.door.keeps(this.options.unit, on);
  }

  private next(): void {
    const request = this.waiting.shift();
    if (!request) return;
    const id = this.nextId++;
    this.call = {
      id,
      authorise: request.authorise,
      done: request.done,
      beganAt: this.options.clock.now(),
      sentAt: undefined,
    };
    this.machine.feed({ kind: 'request', id, bytes: request.bytes });
  }

  private perform(out: ClientOut, at: Millis): void {
    switch (out.kind) {
      case 'send':
        this.send(out.id, out.bytes, at);
        return;
      case 'pending':
        this.presence.feed({ kind: 'hold', why: 'pending' });
        this.options.hearPending?.(out.count);
        return;
      case 'done':
        this.finish(out.outcome);
        return;
      case 'stray':
        return;
    }
  }

  /**
   * A link takes one message at a time to a unit. What is on its way goes first: an answer may overtake its confirmation. A
   * call that has ended while it waited sends nothing any more.
   */
  private send(id: number, bytes: Uint8Array, at: Millis): void {
    const { call, onItsWay } = this;
    if (call?.id !== id) return;
    if (onItsWay) void onItsWay.then(() => this.send(id, bytes, this.options.clock.now()));
    else this.pass(call, bytes, at);
  }

  private pass(call: Call, bytes: Uint8Array, at: Millis): void {
    const verdict = call.authorise(bytes);
    if (verdict.kind === 'refusal') {
      this.machine.feed({ kind: 'link-failed', error: { kind: verdict.rule, message: verdict.sentence } });
      return;
    }
    this.call = { ...call, beganAt: at, sentAt: at };
    this.onItsWay = this.options.door.send(verdict).then((sent) => {
      this.onItsWay = undefined;
      if (sent.ok) this.retime(call.id, at);
      if (sent.ok) this.machine.feed({ kind: 'sent', id: call.id });
      else if (this.call?.id === call.id) this.machine.feed({ kind: 'link-failed', error: sent.error.error });
      if (sent.ok) this.presence.feed({ kind: 'sent' });
    });
  }

  /** The link has the request out now, however long it took; an answer that has overtaken this is timed already. */
  private retime(id: number, began: Millis): void {
    const { clock, probes } = this.options;
    if (this.call?.id === id && !probes.knows(began)) this.call = { ...this.call, sentAt: clock.now() };
  }

  /** Whoever holds the link may have heard the answer before this process knew that the request was out. */
  private time(at: Millis): void {
    const { call } = this;
    if (call?.sentAt === undefined) return;
    const sentAt = at < call.sentAt ? call.beganAt : call.sentAt;
    this.call = { ...call, sentAt };
    this.options.probes.answered(sentAt, at);
  }

  private finish(outcome: Outcome): void {
    const { call } = this;
    this.call = undefined;
    this.presence.feed({ kind: 'release', why: 'pending' });
    if (call?.sentAt !== undefined && outcome.kind === 'timeout') this.options.probes.missed(call.sentAt);
    call?.done(outcome);
    if (!this.call) this.next();
  }

  private hear(event: LinkEvent): void {
    switch (event.kind) {
      case 'indication':
        if (event.from.logical !== this.options.unit) return;
        this.time(event.at);
        this.machine.feed({ kind: 'indication' });
        return;
      case 'message':
        if (event.from.logical === this.options.unit) this.machine.feed({ kind: 'message', bytes: event.bytes });
        return;
      case 'transfer-failed':
        if (event.unit === undefined || event.unit.logical === this.options.unit)
          this.machine.feed({ kind: 'link-failed', error: event.error });
        return;
      case 'closed':
        this.machine.feed({
          kind: 'link-failed',
          error: event.error ?? { kind: 'lost', message: 'The vehicle link was closed.' },
        });
        return;
    }
  }

  /** A keep-alive leaves beside a request, but never inside a segmented message (C23): then it is tried again at once. */
  private keepAlive(out: TesterPresentOut): void {
    const { unit, door, clock, keepAlive } = this.options;
    this.cancelRetry();
    if (this.onItsWay || door.busy()) {
      this.cancelRetry = clock.wake(after(clock.now(), RETRY), () => this.keepAlive(out));
      return;
    }
    const verdict = keepAlive(out.bytes);
    door.keeps(unit, verdict.kind === 'pass');
    if (verdict.kind !== 'pass') return;
    this.onItsWay = door.send(verdict).then((sent) => {
      this.onItsWay = undefined;
      const refused = !sent.ok && sent.error.kind === 'link' && sent.error.error.kind !== 'lost';
      if (refused && this.kept)
        this.cancelRetry = clock.wake(after(clock.now(), TAKEN_AGAIN), () => this.keepAlive(out));
    });
  }
}
