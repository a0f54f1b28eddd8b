import type { Refusal } from '@baylink/contracts';
import { type Clock, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import type { ClientConfig, Outcome } from '@baylink/protocols/uds';
import {
  type Addressee,
  type Refusal as Judgement,
  judge,
  type Situation,
  showsUds,
  type UnitProfile,
} from '@baylink/safety';
import type { Door } from '../door/door.js';
import type { ProbeLog } from '../facts/probe-log.js';
import { type Answers, FunctionalSession } from './functional-session.js';
import { type Authorise, UnitSession } from './unit-session.js';

/** Interactive requests repeat 0x21 by themselves, within a bound; a write job never does. (ISO 14229-1 8.7) */
const BUSY = { delay: millis(200), limit: 10 };
/** ISO 14229-1 10.2.2, ISO 14230-3 6.1. */
const DEFAULT_SESSION = { uds: 0x01, kwp2000: 0x81 } as const;
const SESSION_CONTROL_POSITIVE = 0x50;

export interface TesterOptions {
  readonly door: Door;
  readonly clock: Clock;
  readonly probes: ProbeLog;
  /** P2 and its relatives, as the vehicle's profile has them. */
  readonly timing: Omit<ClientConfig, 'busy'>;
  /** Which standard a unit's bytes have; `undefined` for a unit that nobody knows. */
  readonly dialect: (unit: number) => UnitProfile['dialect'] | undefined;
  /** Of everybody at once; ISO 14229-1 unless told. */
  readonly everybody?: UnitProfile['dialect'];
  /** What the judge is told at the moment of each send; never with a grant. */
  readonly situation: () => Situation;
}

/** The requests of people: each is judged on its bytes at the moment it leaves, and answered or refused. */
export class Tester {
  private readonly sessions = new Map<number, UnitSession>();
  private readonly functional: FunctionalSession;
  private readonly provenUds = new Map<number, Millis>();

  constructor(private readonly options: TesterOptions) {
    const { door, clock, timing, everybody } = options;
    this.functional = new FunctionalSession(door, clock, { ...timing, dialect: everybody ?? 'uds' });
  }

  async ask(unit: number, bytes: Uint8Array): Promise<Result<Outcome, Refusal>> {
    const judged = this.judged({ to: 'unit', unit });
    const session = this.sessionOf(unit);
    const outcome = await session.ask(bytes, judged.authorise);
    if (judged.refusal) return err(judged.refusal);
    if (outcome.kind === 'positive' && showsUds(bytes, outcome.bytes))
      this.provenUds.set(unit, this.options.clock.now());
    if (outcome.kind === 'positive' && outcome.bytes[0] === SESSION_CONTROL_POSITIVE)
      session.hold(outcome.bytes[1] !== DEFAULT_SESSION[this.options.dialect(unit) ?? 'uds']);
    return ok(outcome);
  }

  async askAll(bytes: Uint8Array): Promise<Result<Answers, Refusal>> {
    const judged = this.judged({ to: 'functional' });
    const answers = await this.functional.ask(bytes, judged.authorise);
    return judged.refusal ? err(judged.refusal) : ok(answers);
  }

  /** The link was lost: there may be another car behind it when it comes back. */
  forgetUnits(): void {
    this.provenUds.clear();
  }

  /** Lets every unit's session lapse and stops listening to it: before a write job takes the unit, and at the end. */
  release(unit: number): void {
    this.sessions.get(unit)?.close();
    this.sessions.delete(unit);
  }

  close(): void {
    for (const unit of [...this.sessions.keys()]) this.release(unit);
    this.functional.close();
  }

  /** The session that everybody's requests to this unit go through. */
  sessionOf(unit: number): UnitSession {
    const found = this.sessions.get(unit);
    if (found) return found;
    const { door, clock, probes, timing } = this.options;
    const keepAlive = this.judged({ to: 'unit', unit }).authorise;
    const dialect = this.options.dialect(unit);
    const made = new UnitSession({ unit, dialect, door, clock, probes, client: { ...timing, busy: BUSY }, keepAlive });
    this.sessions.set(unit, made);
    return made;
  }

  private judged(addressee: Addressee): { authorise: Authorise; refusal: Refusal | undefined } {
    const judged: { authorise: Authorise; refusal: Refusal | undefined } = {
      refusal: undefined,
      authorise: (bytes) => {
        const situation = { ...this.options.situation(), provenUds: this.provenUds };
        const verdict = judge({ bytes, addressee }, situation, this.options.clock.now());
        if (verdict.kind === 'refusal') judged.refusal = told(verdict);
        return verdict;
      },
    };
    return judged;
  }
}

/** What people and experts are told of a refusal: the rule, the sentence, and the gates where gates decided. */
const told = ({ rule, sentence, gates }: Judgement): Refusal => ({ rule, sentence, gates });
