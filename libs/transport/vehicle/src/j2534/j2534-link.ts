import { after, err, type Millis, type Millivolts, millis, ok, type Result, unreachable } from '@baylink/kernel';
import { MAX_BASE_ID } from '@baylink/protocols/can';
import {
  CONNECT_FLAGS_OF,
  ISO15765_CONFIG,
  isoTpMessage,
  type PassThruMessage,
  PROTOCOL_ID,
  RETURN_CODE,
  sortReceived,
  widthsOf,
} from '@baylink/protocols/j2534';
import type {
  CapabilityCertificate,
  DiagnosticLink,
  LinkCounters,
  LinkError,
  LinkEvent,
  Target,
  UnitAddress,
} from '../link.js';
import { certificateOf, LONGEST_MESSAGE } from './certificate.js';
import { FilterTable } from './filter-table.js';
import { PassThru, type PassThruOptions } from './pass-thru.js';
import * as say from './sentences.js';

type Outcome = Result<void, LinkError>;

export interface J2534LinkOptions extends PassThruOptions {
  readonly units: readonly UnitAddress[];
  readonly functionalId?: number;
}

/** Functionally addressed requests. (ISO 15765-4 6.3.2.2, 6.3.3.2) */
const FUNCTIONAL_11 = 0x7df;
const FUNCTIONAL_29 = 0x18db33f1;
const LONGEST_FUNCTIONAL = 7;
/** One frame, and a unit that takes N_Bs for its flow control. */
const WRITE_BASE = 1500;
/** For each frame more: a unit with an STmin beyond this cannot be reached in ISO 15765 mode. */
const WRITE_FRAME = 25;
const FRAME_BYTES = 7;
/** A message that has begun and does not come is not waited for longer than this. */
const RECEPTION = millis(5000);

class PassThruIso15765 implements DiagnosticLink {
  readonly kind = 'j2534';
  readonly #port: PassThru;
  readonly #filters: FilterTable;
  readonly #byResponse: ReadonlyMap<number, UnitAddress>;
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  /** When a message of a unit began, by its response identifier. */
  readonly #begun = new Map<number, Millis>();
  #writing = 0;
  #phase: 'new' | 'open' | 'closed' = 'new';
  /** Why it was lost, when that was before it was open. */
  #lostEarly: LinkError | undefined;
  #certificate: CapabilityCertificate | undefined;
  #listener: (event: LinkEvent) => void = () => {};

  constructor(private readonly options: J2534LinkOptions) {
    this.#byResponse = new Map(options.units.map((unit) => [unit.can.response, unit]));
    this.#port = new PassThru(options, {
      received: (messages) => this.#received(messages),
      readFailed: (failure) => this.#readFailed(say.callFailed(options.library, failure)),
      lost: (error) => this.#end(error),
    });
    this.#filters = new FilterTable(this.#port);
  }

  async open(): Promise<Outcome> {
    const { units, library, bitRate = 500_000 } = this.options;
    const other = units.find(({ can }) => can.format !== undefined && can.format !== 'normal');
    if (other !== undefined) return err(say.otherAddressing(other));
    const flags = CONNECT_FLAGS_OF[widthsOf(units.flatMap(({ can }) => [can.request, can.response]))];
    const opened = await this.#port.open({ protocol: PROTOCOL_ID.ISO15765, flags, config: ISO15765_CONFIG });
    if (!opened.ok) return opened;
    const filled = await this.#filters.fill(units);
    if (!filled.ok) {
      await this.#port.close();
      return err(this.#lostEarly ?? filled.error);
    }
    const voltage = await this.#port.readVoltage();
    const filters = this.#filters.size;
    this.#certificate = certificateOf({
      library,
      versions: opened.value,
      bitRate,
      units: units.length,
      filters,
      voltage,
    });
    if (this.#lostEarly !== undefined) return err(this.#lostEarly);
    this.#phase = 'open';
    return ok();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): LinkCounters {
    return { ...this.#counters };
  }

  certificate(): CapabilityCertificate | undefined {
    return this.#certificate;
  }

  readVoltage(): Promise<Result<Millivolts, LinkError>> {
    return this.#port.readVoltage();
  }

  busy(): boolean {
    const now = this.options.clock.now();
    return this.#writing > 0 || [...this.#begun.values()].some((at) => now < after(at, RECEPTION));
  }

  async send(target: Target, bytes: Uint8Array): Promise<Outcome> {
    if (this.#phase !== 'open') return err(say.notOpen(this.options.library));
    const outcome = target.to === 'unit' ? await this.#toUnit(target.unit, bytes) : await this.#toAll(bytes);
    if (outcome.ok) this.#counters.sent++;
    return outcome;
  }

  async close(): Promise<void> {
    if (this.#phase !== 'open') return;
    this.#phase = 'closed';
    await this.#port.close();
    this.#listener({ kind: 'closed', error: undefined, at: this.options.clock.now() });
  }

  async #toUnit(unit: UnitAddress, bytes: Uint8Array): Promise<Outcome> {
    const known = this.#byResponse.get(unit.can.response);
    if (known === undefined || known.can.request !== unit.can.request) return err(say.unknownUnit(unit));
    if (bytes.length === 0 || bytes.length > LONGEST_MESSAGE) return err(say.badLength(bytes.length, LONGEST_MESSAGE));
    const heard = await this.#filters.ensure(known);
    if (!heard.ok) return heard;
    const outcome = await this.#write(known.can.request, bytes);
    if (!outcome.ok)
      this.#listener({
        kind: 'transfer-failed',
        unit: known,
        direction: 'tx',
        error: outcome.error,
        at: this.options.clock.now(),
      });
    return outcome;
  }

  async #toAll(bytes: Uint8Array): Promise<Outcome> {
    if (bytes.length === 0 || bytes.length > LONGEST_FUNCTIONAL)
      return err(say.badLength(bytes.length, LONGEST_FUNCTIONAL));
    const base = this.options.units.some(({ can }) => can.request <= MAX_BASE_ID);
    return this.#write(this.options.functionalId ?? (base ? FUNCTIONAL_11 : FUNCTIONAL_29), bytes);
  }

  async #write(id: number, bytes: Uint8Array): Promise<Outcome> {
    const frames = Math.ceil(bytes.length / FRAME_BYTES);
    const segmented = frames > 1 ? 1 : 0;
    this.#writing += segmented;
    const answer = await this.#port.write([isoTpMessage(id, bytes)], WRITE_BASE + WRITE_FRAME * frames);
    this.#writing -= segmented;
    if (answer.ok) return ok();
    this.#counters.errors++;
    const unanswered = answer.failure?.code === RETURN_CODE.ERR_TIMEOUT && segmented === 1;
    if (unanswered) this.#counters.lostFlowControls++;
    if (answer.error.kind === 'lost') this.#lose(answer.error);
    return err(answer.error);
  }

  #received(messages: readonly PassThruMessage[]): void {
    if (this.#phase !== 'open') return;
    for (const message of messages) this.#one(message);
  }

  #one(message: PassThruMessage): void {
    const received = sortReceived(message);
    if (received.kind === 'empty' || received.kind === 'own') return;
    const from = this.#byResponse.get(received.id);
    if (from === undefined) return;
    this.options.tap?.byte('rx', this.options.library, message.data);
    const at = this.options.clock.now();
    switch (received.kind) {
      case 'start':
        if (!this.#begun.has(received.id)) this.#listener({ kind: 'indication', from, at });
        this.#begun.set(received.id, at);
        return;
      case 'damaged':
        this.#counters.errors++;
        this.#begun.delete(received.id);
        this.#listener({ kind: 'transfer-failed', unit: from, direction: 'rx', error: say.damaged(from), at });
        return;
      case 'message':
        if (received.bytes.length === 0) return;
        if (!this.#begun.delete(received.id)) this.#listener({ kind: 'indication', from, at });
        this.#counters.received++;
        this.#listener({ kind: 'message', from, bytes: received.bytes, at });
        return;
      default:
        unreachable(received);
    }
  }

  #readFailed(error: LinkError): void {
    this.#counters.errors++;
    if (error.kind === 'lost') this.#lose(error);
  }

  #lose(error: LinkError): void {
    this.#end(error);
    void this.#port.abandon();
  }

  #end(error: LinkError): void {
    if (this.#phase === 'new') this.#lostEarly = error;
    if (this.#phase !== 'open') return;
    this.#phase = 'closed';
    this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }
}

/** Whole messages through a pass-thru adapter that does ISO-TP itself. Nothing happens before `open`. */
export const openJ2534Link = (options: J2534LinkOptions): DiagnosticLink => new PassThruIso15765(options);
