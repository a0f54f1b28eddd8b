import { type Clock, err, type Millivolts, ok, type Result } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import { assess, CAN_PROTOCOLS, type Observed, type Trouble } from '@baylink/protocols/elm';
import { FUNCTIONAL_REQUEST_ID, functionalAddress, ISO_TP_DEFAULTS } from '@baylink/protocols/iso-tp';
import { functionalAddresses } from '../iso-tp/addressing.js';
import { FunctionalPlaces } from '../iso-tp/functional-places.js';
import { UnitChannel } from '../iso-tp/unit-channel.js';
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
import type { Serial } from '../serial/index.js';
import { AdapterRow, MOST_TURNS } from './adapter-row.js';
import { Addressing, type Listener, widthFor, widthOf } from './addressing.js';
import { CommandLine } from './command-line.js';
import { expecting, isPending } from './expecting.js';
import { measureVoltage } from './measure.js';
import { RequestTurn } from './request-turn.js';
import { SelfTest } from './self-test.js';
import * as say from './sentences.js';
import { type ElmPlace, openWire, showPlace } from './wire.js';

type Outcome = Result<void, LinkError>;

const SINGLE_FRAME = 7;

export interface ElmLinkOptions {
  readonly place: ElmPlace;
  readonly units: readonly UnitAddress[];
  readonly clock: Clock;
  /** Of the CAN bus, in bit/s. */
  readonly bitRate?: number;
  readonly tap?: Tap;
}

type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'opening'; readonly wire: Serial; readonly line: CommandLine }
  | {
      readonly name: 'open';
      readonly wire: Serial;
      readonly line: CommandLine;
      readonly observed: Observed;
      readonly addressing: Addressing;
    }
  | { readonly name: 'closed' };
type Open = Extract<Phase, { name: 'open' }>;

class AdapterLink implements DiagnosticLink {
  readonly kind = 'elm';
  readonly #place: string;
  readonly #channels = new Map<number, UnitChannel>();
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  readonly #seen = { dropped: 0, longestWhole: 0 };
  #phase: Phase = { name: 'new' };
  #listener: (event: LinkEvent) => void = () => {};
  readonly #row = new AdapterRow(() => this.#turn?.hurry());
  #turn: RequestTurn | undefined;
  #longOut = false;
  /** Functional identifiers under which somebody of these units listens. */
  readonly #everybody: readonly number[];
  /** Only where the units need not be there. */
  readonly #search: FunctionalPlaces | undefined;

  constructor(private readonly options: ElmLinkOptions) {
    this.#place = showPlace(options.place);
    for (const unit of options.units) this.#channels.set(unit.can.response, this.#channelOf(unit));
    const places = functionalAddresses(options.units);
    const presumed = options.units.length > 0 && options.units.every((unit) => unit.presumed === true);
    this.#everybody =
      places.length === 0 ? [FUNCTIONAL_REQUEST_ID] : [...new Set(places.map(({ request }) => request))];
    this.#search = presumed ? new FunctionalPlaces(places) : undefined;
  }

  async open(): Promise<Outcome> {
    const { place, clock, tap, units, bitRate = 500_000 } = this.options;
    const protocols = { base: CAN_PROTOCOLS.base[bitRate], extended: CAN_PROTOCOLS.extended[bitRate] };
    const { base, extended } = protocols;
    if (base === undefined || extended === undefined) return err(say.noBitRate(bitRate));
    const width = widthOf(units[0]?.can.request ?? 0);
    const line = new CommandLine({
      place: this.#place,
      clock,
      write: (bytes) => this.#write(bytes),
      unasked: (_, trouble) => this.#unasked(trouble),
      mute: () => this.#end(say.mute(this.#place)),
    });
    const opened = await openWire(
      place,
      { clock, tap },
      {
        received: (bytes) => line.received(bytes),
        lost: (cause) => this.#end(say.gone(this.#place, cause)),
      },
    );
    if (!opened.ok) return opened;
    this.#phase = { name: 'opening', wire: opened.value, line };
    const tested = await new SelfTest(line, this.#place, clock).run(width === 'base' ? base : extended);
    if (!this.#is('opening')) return err(say.notOpen(this.#place));
    if (!tested.ok) {
      await this.#release(opened.value, line, tested.error);
      return tested;
    }
    const { flowControl } = tested.value;
    const addressing = new Addressing(line, { place: this.#place, protocols: { base, extended }, width, flowControl });
    this.#phase = { name: 'open', wire: opened.value, line, observed: tested.value, addressing };
    return ok();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): LinkCounters {
    return { ...this.#counters };
  }

  certificate(): CapabilityCertificate | undefined {
    if (this.#phase.name === 'open') return assess(this.#phase.observed, this.#seen);
    return { ...NOT_TESTED, sentences: ['The adapter has not been tested: the link to it is not open.'] };
  }

  busy(): boolean {
    return this.#longOut || [...this.#channels.values()].some((channel) => channel.segmenting);
  }

  async send(target: Target, bytes: Uint8Array): Promise<Outcome> {
    const phase = this.#phase;
    if (phase.name !== 'open') return err(say.notOpen(this.#place));
    if (
      target.to === 'unit' &&
      this.#channels.get(target.unit.can.response)?.unit.can.request !== target.unit.can.request
    )
      return err(say.unknownUnit(target.unit));
    const { adapter, longestMessage } = assess(phase.observed, this.#seen);
    const limit = target.to === 'unit' ? longestMessage : SINGLE_FRAME;
    if (bytes.length === 0) return err(say.empty);
    if (bytes.length > limit) return err(say.tooLong(adapter, bytes.length, limit));
    if (target.to === 'unit') return this.#queued(phase, target, bytes);
    const asked = this.#search?.next.map(({ request }) => request) ?? this.#everybody;
    const outcomes = await Promise.all(
      asked.map((request) => this.#queued(phase, { to: 'everybody', request }, bytes)),
    );
    return outcomes.find((outcome) => !outcome.ok) ?? ok();
  }

  #queued(phase: Open, listener: Listener, bytes: Uint8Array): Promise<Outcome> {
    return new Promise((resolve) => {
      const taken = this.#row.inTurn(() => this.#request(phase, listener, bytes, resolve));
      if (taken === undefined) resolve(err(say.queueFull(this.#place, MOST_TURNS)));
    });
  }

  async readVoltage(): Promise<Result<Millivolts, LinkError>> {
    const phase = this.#phase;
    if (phase.name !== 'open') return err(say.notOpen(this.#place));
    const read = this.#row.inTurn(async () =>
      this.#is('open') ? measureVoltage(phase.line, this.#place, phase.observed) : err(say.notOpen(this.#place)),
    );
    return read ?? err(say.queueFull(this.#place, MOST_TURNS));
  }

  async close(): Promise<void> {
    const phase = this.#phase;
    if (phase.name !== 'open' && phase.name !== 'opening') return;
    await this.#release(phase.wire, phase.line, say.notOpen(this.#place));
    this.#listener({ kind: 'closed', error: undefined, at: this.options.clock.now() });
  }

  async #request(phase: Open, to: Listener, bytes: Uint8Array, resolve: (outcome: Outcome) => void): Promise<void> {
    const ready = this.#is('open') ? await phase.addressing.to(to) : err(say.notOpen(this.#place));
    if (!ready.ok) {
      resolve(ready);
      return;
    }
    const long = bytes.length > SINGLE_FRAME;
    this.#longOut = long;
    const turn = new RequestTurn(
      {
        line: phase.line,
        clock: this.options.clock,
        place: this.#place,
        width: widthFor(to),
        frame: (frame) => this.#frame(frame),
        trouble: (trouble) => this.#trouble(trouble),
      },
      bytes,
      expecting(to, bytes),
      long,
    );
    this.#turn = turn;
    if (this.#row.othersWait) turn.hurry();
    const sent = await turn.sent;
    this.#longOut = false;
    if (sent.ok) this.#counters.sent++;
    resolve(sent);
    await turn.ended;
    this.#turn = undefined;
  }

  /** The adapter has sent the flow controls itself: what the channel would send is only confirmed. */
  #channelOf(unit: UnitAddress): UnitChannel {
    return new UnitChannel(unit, ISO_TP_DEFAULTS, this.options.clock, {
      transmit: async () => ok(),
      tell: (event) => this.#tell(event),
      failed: () => {
        this.#counters.errors++;
        this.#seen.dropped++;
      },
    });
  }

  #frame({ id, data }: CanFrame): void {
    this.#channels.get(id)?.received(data);
  }

  #tell(event: LinkEvent): void {
    if (event.kind === 'message') {
      this.#counters.received++;
      this.#seen.longestWhole = Math.max(this.#seen.longestWhole, event.bytes.length);
      this.#turn?.answered(isPending(event.bytes));
      this.#search?.answered(functionalAddress(event.from.can)?.request);
    }
    this.#listener(event);
  }

  #trouble(trouble: Trouble): void {
    this.#counters.errors++;
    if (trouble === 'flow-control-timeout') this.#counters.lostFlowControls++;
    const { clock } = this.options;
    if (FORGETS.has(trouble)) this.#end(say.restarted(this.#place));
    else
      this.#listener({
        kind: 'transfer-failed',
        unit: this.#phase.name === 'open' ? this.#phase.addressing.unit : undefined,
        direction: 'rx',
        error: say.troubled(this.#place, trouble),
        at: clock.now(),
      });
  }

  #unasked(trouble: Trouble | undefined): void {
    if (trouble !== undefined && FORGETS.has(trouble)) this.#end(say.restarted(this.#place));
  }

  #write(bytes: Uint8Array): void {
    if (this.#phase.name === 'open' || this.#phase.name === 'opening') this.#phase.wire.write(bytes);
  }

  #is(name: Phase['name']): boolean {
    return this.#phase.name === name;
  }

  /** The adapter went away by itself. */
  #end(error: LinkError): void {
    const phase = this.#phase;
    if (phase.name !== 'open' && phase.name !== 'opening') return;
    void this.#release(phase.wire, phase.line, error);
    this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }

  async #release(wire: Serial, line: CommandLine, error: LinkError): Promise<void> {
    this.#phase = { name: 'closed' };
    line.stop(error);
    for (const channel of this.#channels.values()) channel.close();
    await wire.close();
  }
}

const NOT_TESTED: CapabilityCertificate = {
  adapter: 'an untested adapter',
  longestMessage: 0 as CapabilityCertificate['longestMessage'],
  programming: { able: false, why: 'it has not been tested' },
  sentences: [],
};

/** After these the adapter has its first settings again, or soon none. */
const FORGETS: ReadonlySet<Trouble> = new Set([
  'low-voltage-reset',
  'activity-alert',
  'low-power-alert',
  'internal-error',
]);

/** Diagnostic messages through an ELM327 or an STN; what it can is in its certificate. Nothing happens before `open`. */
export const openElmLink = (options: ElmLinkOptions): DiagnosticLink => new AdapterLink(options);
