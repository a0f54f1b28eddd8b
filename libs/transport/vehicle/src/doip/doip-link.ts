import {
  type Clock,
  DrivenMachine,
  err,
  type Millis,
  ok,
  type Result,
  seconds,
  showHex,
  unreachable,
} from '@baylink/kernel';
import {
  DOIP_PORT,
  DOIP_TLS_PORT,
  type DoipVersion,
  doipTester,
  TESTER_START,
  TESTER_TIMING,
  type TesterInput,
  type TesterOut,
  type TesterState,
} from '@baylink/protocols/doip';
import { MAX_SHORT_LENGTH } from '@baylink/protocols/iso-tp';
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
import type { TlsOptions } from './connect.js';
import { EventQueue } from './event-queue.js';
import { everybody, knowsNoSuchAddress } from './everybody.js';
import * as say from './sentences.js';
import { connectTcp, type TcpSocket } from './tcp-socket.js';
import { tlsHangUp } from './tls-sentences.js';

export interface DoipLinkOptions {
  readonly host: string;
  readonly port?: number;
  /** Logical address of this tester. */
  readonly testerAddress?: number;
  /** Logical address of the only gateway that will do; any, when absent. */
  readonly entity?: number;
  /** Units with more than a logical address. Every other one is reached all the same: which there are, the entity knows. */
  readonly units: readonly UnitAddress[];
  /** Logical address that reaches all units; without it those of the standard are tried, and then the entity alone is asked. */
  readonly functional?: number;
  readonly version?: DoipVersion;
  readonly activationType?: number;
  /** With these the connection is TLS, and port and version are by default those that ISO 13400-2:2019 names for it. */
  readonly tls?: TlsOptions;
  readonly clock: Clock;
  readonly tap?: Tap;
}

type Outcome = Result<void, LinkError>;

type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'activating'; readonly socket: TcpSocket; readonly resolve: (outcome: Outcome) => void }
  | { readonly name: 'open'; readonly socket: TcpSocket }
  | { readonly name: 'closed' };

interface Sending {
  readonly unit: UnitAddress | undefined;
  readonly bytes: Uint8Array;
  /** Where else it may go when the entity does not know the address. */
  readonly others: readonly number[];
  readonly resolve: (outcome: Outcome) => void;
}

const CONNECT_LIMIT = seconds(5);
const MOST_WAITING = 64;

class DoipLink implements DiagnosticLink {
  readonly kind = 'doip';
  readonly #options: DoipLinkOptions;
  readonly #place: say.Place;
  readonly #port: number;
  readonly #machine: DrivenMachine<TesterState, TesterInput, TesterOut>;
  readonly #sendings = new Map<number, Sending>();
  readonly #events = new EventQueue<LinkEvent>();
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  #phase: Phase = { name: 'new' };
  #lastId = 0;
  #everybody: readonly number[] = [];

  constructor(options: DoipLinkOptions) {
    const { host, testerAddress = 0x0e80, entity, tls, activationType = 0, clock } = options;
    const { port = tls === undefined ? DOIP_PORT : DOIP_TLS_PORT, version = tls === undefined ? 2 : 3 } = options;
    this.#options = options;
    this.#port = port;
    this.#place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    const config = { version, address: testerAddress, activationType, ...(entity === undefined ? {} : { entity }) };
    this.#machine = new DrivenMachine(doipTester(config), TESTER_START, clock, { kind: 'tick' }, (out, at) =>
      this.#perform(out, at),
    );
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#events.listen(listener);
  }

  counters(): LinkCounters {
    return { ...this.#counters };
  }

  /** The network would carry more; the gateway hands it on to units on CAN. */
  certificate(): CapabilityCertificate {
    return directCertificate('DoIP', MAX_SHORT_LENGTH);
  }

  /** A message is one write here: nothing else could get into its middle. */
  busy(): boolean {
    return false;
  }

  async open(): Promise<Outcome> {
    const { host, clock, tap, tls } = this.#options;
    const settings = { host, port: this.#port, place: this.#place, limit: CONNECT_LIMIT, clock, tap, tls };
    const connected = await connectTcp(settings, {
      received: (bytes) => this.#machine.feed({ kind: 'data', bytes }),
      lost: (cause) => this.#end(this.#lost(cause)),
    });
    if (!connected.ok) return connected;
    if (this.#phase.name !== 'new') {
      await connected.value.close();
      return err(say.notOpen(this.#place));
    }
    return new Promise((resolve) => {
      this.#phase = { name: 'activating', socket: connected.value, resolve };
      this.#machine.feed({ kind: 'connected' });
    });
  }

  /** Resolves when the entity has acknowledged the message, which is its confirmation in ISO 13400-2. */
  send(target: Target, bytes: Uint8Array): Promise<Outcome> {
    const refusal = this.#refusalOf(target, bytes);
    if (refusal !== undefined) return Promise.resolve(err(refusal));
    return new Promise((resolve) =>
      target.to === 'unit'
        ? this.#post(target.unit.logical, { unit: target.unit, bytes, others: [], resolve })
        : this.#toAll(this.#everybody, bytes, resolve),
    );
  }

  #toAll([logical = 0, ...others]: readonly number[], bytes: Uint8Array, resolve: Sending['resolve']): void {
    this.#post(logical, { unit: undefined, bytes, others, resolve });
  }

  #post(logical: number, sending: Sending): void {
    const id = ++this.#lastId;
    this.#sendings.set(id, sending);
    this.#machine.feed({ kind: 'send', id, target: logical, bytes: sending.bytes });
  }

  async close(): Promise<void> {
    await this.#end(undefined);
  }

  #lost(cause: string): LinkError {
    const lost = say.connectionLost(this.#place, cause);
    const early = this.#phase.name === 'activating' && this.#options.tls !== undefined;
    return early && lost.kind === 'lost' ? tlsHangUp(this.#place) : lost;
  }

  #refusalOf(target: Target, bytes: Uint8Array): LinkError | undefined {
    if (this.#phase.name !== 'open') return say.notOpen(this.#place);
    if (bytes.length === 0) return say.emptyMessage(target.to === 'unit' ? nameOf(target.unit) : nameOf(undefined));
    return this.#sendings.size < MOST_WAITING ? undefined : say.tooMany(MOST_WAITING);
  }

  #perform(out: TesterOut, at: Millis): void {
    switch (out.kind) {
      case 'transmit':
        if (this.#phase.name === 'activating' || this.#phase.name === 'open') this.#phase.socket.write(out.bytes);
        return;
      case 'activated':
        if (this.#phase.name !== 'activating') return;
        this.#everybody = everybody(this.#options.functional, out.entity);
        this.#phase.resolve(ok());
        this.#phase = { name: 'open', socket: this.#phase.socket };
        return;
      case 'confirmed':
        this.#counters.sent++;
        this.#settle(out.id, ok());
        return;
      case 'failed':
        this.#failed(out, at);
        return;
      case 'message':
        this.#message(out.source, out.bytes, at);
        return;
      case 'ignored':
        this.#counters.errors++;
        return;
      case 'ended':
        this.#end(say.endError(this.#place, out.reason, TESTER_TIMING.control));
        return;
      default:
        unreachable(out);
    }
  }

  #failed({ id, reason }: Extract<TesterOut, { kind: 'failed' }>, at: Millis): void {
    const sending = this.#sendings.get(id);
    if (sending !== undefined && sending.others.length > 0 && knowsNoSuchAddress(reason)) {
      this.#sendings.delete(id);
      this.#everybody = sending.others;
      this.#toAll(sending.others, sending.bytes, sending.resolve);
      return;
    }
    const unit = sending?.unit;
    const error = say.sendError(this.#place, nameOf(unit), reason, TESTER_TIMING.acknowledgement);
    this.#settle(id, err(error));
    if (error.kind === 'lost') return;
    this.#counters.errors++;
    this.#events.tell({ kind: 'transfer-failed', unit, direction: 'tx', error, at });
  }

  /** The sender hears of its message's fate before its listener hears what came after it. */
  #settle(id: number, outcome: Outcome): void {
    this.#sendings.get(id)?.resolve(outcome);
    this.#sendings.delete(id);
    this.#events.hold();
  }

  #message(source: number, bytes: Uint8Array, at: Millis): void {
    const from = this.#options.units.find(({ logical }) => logical === source) ?? unlistedUnit(source);
    this.#counters.received++;
    this.#events.tell({ kind: 'indication', from, at });
    this.#events.tell({ kind: 'message', from, bytes, at });
  }

  /** Ends whatever phase this is in, once; `error` is absent when the owner asked for it. */
  async #end(error: LinkError | undefined): Promise<void> {
    const phase = this.#phase;
    if (phase.name === 'closed') return;
    this.#phase = { name: 'closed' };
    this.#machine.feed({ kind: 'closed' });
    if (phase.name === 'new') return;
    if (phase.name === 'activating') phase.resolve(err(error ?? say.notOpen(this.#place)));
    else this.#events.tell({ kind: 'closed', error, at: this.#options.clock.now() });
    await phase.socket.close();
  }
}

const nameOf = (unit: UnitAddress | undefined): string =>
  unit === undefined ? 'all units' : `unit ${showHex(unit.logical, 4)}`;

/** Diagnostic messages over DoIP (ISO 13400-2), routing activation included. Nothing happens before `open`. */
export const openDoipLink = (options: DoipLinkOptions): DiagnosticLink => new DoipLink(options);
