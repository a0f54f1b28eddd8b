import {
  after,
  type Clock,
  DrivenMachine,
  err,
  type Millis,
  millis,
  ok,
  type Result,
  unreachable,
} from '@baylink/kernel';
import {
  type Destination,
  FUNCTIONAL_OBD,
  kLineTester,
  LONGEST_DATA,
  longestMessage,
  TESTER_DEFAULTS,
  TESTER_START,
  type TesterInput,
  type TesterOptions,
  type TesterOut,
  type TesterState,
} from '@baylink/protocols/k-line';
import { directCertificate } from '../direct-certificate.js';
import type {
  CapabilityCertificate,
  DiagnosticLink,
  LinkCounters,
  LinkError,
  LinkEvent,
  Tap,
  Target,
  UnitAddress,
} from '../link.js';
import { unlistedUnit } from '../unlisted-unit.js';
import { LinePort, type LowBy } from './line-port.js';
import * as say from './sentences.js';

export interface KLineLinkOptions {
  /** The serial device of the interface: "/dev/ttyUSB0", "COM4". */
  readonly path: string;
  readonly units: readonly UnitAddress[];
  readonly clock: Clock;
  readonly tap?: Tap;
  /** Ways to hold the line low, tried in this order. */
  readonly lowBy?: readonly LowBy[];
  readonly tester?: Partial<TesterOptions>;
}

type Outcome = Result<void, LinkError>;
type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'open'; readonly port: LinePort }
  | { readonly name: 'closed' };

/** A unit is told that communication ends; one that does not answer that is not waited for longer than this. */
const FAREWELL = millis(400);

class SerialKLineLink implements DiagnosticLink {
  readonly kind = 'k-line';
  readonly #machine: DrivenMachine<TesterState, TesterInput, TesterOut>;
  readonly #waiting = new Map<number, { readonly target: Target; readonly resolve: (end: Outcome) => void }>();
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  /** Logical addresses of units whose session somebody keeps. */
  readonly #kept = new Set<number>();
  #phase: Phase = { name: 'new' };
  /** Data bytes that the unit takes with which communication was started last. */
  #longest = LONGEST_DATA;
  #nextTicket = 1;
  #listener: (event: LinkEvent) => void = () => {};
  #stopped: () => void = () => {};

  constructor(private readonly options: KLineLinkOptions) {
    const machine = kLineTester({ ...TESTER_DEFAULTS, ...options.tester });
    this.#machine = new DrivenMachine(machine, TESTER_START, options.clock, { kind: 'tick' }, (out, at) =>
      this.#perform(out, at),
    );
  }

  /** Opens the port. A unit is woken by the first request to it, and again when it has fallen asleep. */
  async open(): Promise<Outcome> {
    const { path, clock, lowBy = ['break', 'speed'], tap } = this.options;
    const opened = await LinePort.open(
      { path, clock, lowBy, tap },
      {
        received: (bytes) => this.#machine.feed({ kind: 'received', bytes }),
        lost: (cause) => this.#end(say.lost(path, cause)),
      },
    );
    if (!opened.ok) return opened;
    this.#phase = { name: 'open', port: opened.value };
    return ok();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): LinkCounters {
    return { ...this.#counters };
  }

  certificate(): CapabilityCertificate {
    return directCertificate('K-Line', this.#longest, [say.carries(this.#longest)]);
  }

  /** One wire: nothing may be said while something is being written or is arriving. */
  busy(): boolean {
    const { phase, heard } = this.#machine.state;
    return phase.name === 'writing' || heard.length > 0;
  }

  send(target: Target, bytes: Uint8Array): Promise<Outcome> {
    if (this.#phase.name !== 'open') return Promise.resolve(err(say.notOpen(this.options.path)));
    const destination = destinationOf(target);
    if (!destination.ok) return Promise.resolve(destination);
    const other = this.#keptBeside(target);
    if (other !== undefined) return Promise.resolve(err(say.taken(target, other)));
    const to = destination.value;
    const ticket = this.#nextTicket++;
    return new Promise((resolve) => {
      this.#waiting.set(ticket, { target, resolve });
      this.#machine.feed({ kind: 'send', ticket, to, bytes });
    });
  }

  /** While a session is kept nothing goes to anybody else: the line would have to leave that unit, and its session would end. */
  keeps({ logical }: UnitAddress, on: boolean): void {
    if (on) this.#kept.add(logical);
    else this.#kept.delete(logical);
  }

  #keptBeside(target: Target): number | undefined {
    if (target.to === 'unit' && this.#kept.has(target.unit.logical)) return undefined;
    return [...this.#kept].find((logical) => this.options.units.some((unit) => unit.logical === logical));
  }

  async close(): Promise<void> {
    const phase = this.#phase;
    if (phase.name !== 'open') return;
    await this.#farewell();
    if (this.#phase.name !== 'open') return;
    this.#forget(say.notOpen(this.options.path));
    await phase.port.close();
    this.#listener({ kind: 'closed', error: undefined, at: this.options.clock.now() });
  }

  #farewell(): Promise<void> {
    const { clock } = this.options;
    return new Promise((resolve) => {
      const cancel = clock.wake(after(clock.now(), FAREWELL), resolve);
      this.#stopped = () => {
        cancel();
        resolve();
      };
      this.#machine.feed({ kind: 'close' });
    });
  }

  #perform(out: TesterOut, at: Millis): void {
    switch (out.kind) {
      case 'perform':
        void this.#act(out.action);
        return;
      case 'sent':
        this.#counters.sent++;
        this.#settle(out.ticket, () => ok());
        return;
      case 'failed':
        this.#settle(out.ticket, (target) => {
          const error = say.failed(target, out.error, this.options.path, out.limit);
          if (error.kind !== 'refused') this.#counters.errors++;
          return err(error);
        });
        return;
      case 'indication':
        this.#listener({ kind: 'indication', from: this.#unitAt(out.source), at });
        return;
      case 'message':
        this.#counters.received++;
        this.#listener({ kind: 'message', from: this.#unitAt(out.source), bytes: out.bytes, at });
        return;
      case 'reception-failed': {
        const unit = out.source === undefined ? undefined : this.#unitAt(out.source);
        this.#counters.errors++;
        // What the unit makes of it, its answer tells, or none.
        if (out.error === 'echo') return;
        this.#listener({ kind: 'transfer-failed', unit, direction: 'rx', error: say.damaged(unit, out.error), at });
        return;
      }
      case 'started':
        this.#longest = longestMessage(out.meaning);
        return;
      case 'ended':
        return;
      case 'closed':
        this.#stopped();
        return;
      default:
        unreachable(out);
    }
  }

  async #act(action: Extract<TesterOut, { kind: 'perform' }>['action']): Promise<void> {
    if (this.#phase.name !== 'open') return;
    const { port } = this.#phase;
    if (action.kind === 'write') return port.write(action.bytes);
    const done = await port.slowly(action);
    this.#machine.feed({ kind: done ? 'performed' : 'not-performed' });
  }

  #settle(ticket: number, outcome: (target: Target) => Outcome): void {
    const waiter = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    waiter?.resolve(outcome(waiter.target));
  }

  #unitAt(address: number): UnitAddress {
    return this.options.units.find(({ kLine }) => kLine === address) ?? unlistedUnit(address);
  }

  /** The interface went away by itself. */
  #end(error: LinkError): void {
    if (this.#phase.name === 'closed') return;
    this.#forget(error);
    this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }

  #forget(error: LinkError): void {
    this.#phase = { name: 'closed' };
    this.#machine.stop();
    this.#stopped();
    for (const { resolve } of this.#waiting.values()) resolve(err(error));
    this.#waiting.clear();
  }
}

function destinationOf(target: Target): Result<Destination, LinkError> {
  if (target.to === 'functional') return ok(FUNCTIONAL_OBD);
  const { kLine } = target.unit;
  return kLine === undefined ? err(say.noAddress(target.unit)) : ok({ mode: 'physical', address: kLine });
}

/**
 * Diagnostic messages on K-Line by ISO 14230-2, or by ISO 9141-2 where the unit's key bytes say so, through a serial
 * interface. Nothing happens before `open`.
 */
export const openKLineLink = (options: KLineLinkOptions): DiagnosticLink => new SerialKLineLink(options);
