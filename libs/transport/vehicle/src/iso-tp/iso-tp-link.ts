import { type Clock, concat, err, millis, type Result, uintBytes, unreachable } from '@baylink/kernel';
import { type CanFrame, MAX_BASE_ID } from '@baylink/protocols/can';
import { encodeFunctional, ISO_TP_DEFAULTS, type IsoTpOptions } from '@baylink/protocols/iso-tp';
import type {
  CanLink,
  CanLinkEvent,
  DiagnosticLink,
  LinkCounters,
  LinkError,
  LinkEvent,
  Tap,
  Target,
  UnitAddress,
} from '../link.js';
import { closedLink, unknownUnit } from './sentences.js';
import { UnitChannel } from './unit-channel.js';

type Outcome = Result<void, LinkError>;

/** Functionally addressed requests with 11-bit identifiers. (ISO 15765-4 6.3.2.2) */
export const FUNCTIONAL_REQUEST_ID = 0x7df;

/** An adapter confirms on acceptance: one frame of eight bytes at 500 kbit/s may still be ahead. */
const ONE_FRAME = millis(0.3);

export interface IsoTpLinkOptions {
  /** Owned by this link from here on: it is opened, listened to and closed by it alone. */
  readonly canLink: CanLink;
  readonly units: readonly UnitAddress[];
  readonly clock: Clock;
  readonly functionalId?: number;
  readonly options?: Partial<IsoTpOptions>;
  /**
   * Only for a `canLink` without a tap of its own, such as a bus inside this process. Sees four bytes of identifier
   * (big-endian, the top bit set for 29-bit ones) and then the data field.
   */
  readonly tap?: Tap;
}

class ChannelsOnCan implements DiagnosticLink {
  readonly kind: string;
  readonly #can: CanLink;
  readonly #settings: IsoTpOptions;
  readonly #byRequest = new Map<number, UnitChannel>();
  readonly #byResponse = new Map<number, UnitChannel>();
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  #phase: 'usable' | 'closed' = 'usable';
  #listener: (event: LinkEvent) => void = () => {};

  constructor(private readonly options: IsoTpLinkOptions) {
    this.#can = options.canLink;
    this.kind = `iso-tp over ${options.canLink.kind}`;
    this.#settings = { ...ISO_TP_DEFAULTS, stMinMargin: ONE_FRAME, ...options.options };
    for (const unit of options.units) this.#add(unit);
    this.#can.listen((event) => this.#heard(event));
  }

  open(): Promise<Outcome> {
    return this.#can.open();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): LinkCounters {
    return { ...this.#counters };
  }

  busy(): boolean {
    return [...this.#byRequest.values()].some((channel) => channel.segmenting);
  }

  async send(target: Target, bytes: Uint8Array): Promise<Outcome> {
    if (this.#phase === 'closed') return err(closedLink);
    const outcome = target.to === 'unit' ? await this.#toUnit(target.unit, bytes) : await this.#toAll(bytes);
    if (outcome.ok) this.#counters.sent++;
    return outcome;
  }

  close(): Promise<void> {
    return this.#can.close();
  }

  #add(unit: UnitAddress): void {
    const channel = new UnitChannel(unit, this.#settings, this.options.clock, {
      transmit: (data) => this.#transmit(unit.can.request, data),
      tell: (event) => this.#tell(event),
      failed: (_, error) => {
        this.#counters.errors++;
        if (error === 'N_TIMEOUT_Bs') this.#counters.lostFlowControls++;
      },
    });
    this.#byRequest.set(unit.can.request, channel);
    this.#byResponse.set(unit.can.response, channel);
  }

  #toUnit(unit: UnitAddress, bytes: Uint8Array): Promise<Outcome> {
    return this.#byRequest.get(unit.can.request)?.send(bytes) ?? Promise.resolve(err(unknownUnit(unit)));
  }

  async #toAll(bytes: Uint8Array): Promise<Outcome> {
    const frame = encodeFunctional(bytes, this.#settings.padding);
    if (!frame.ok) return err({ kind: 'refused', message: frame.error });
    return this.#transmit(this.options.functionalId ?? FUNCTIONAL_REQUEST_ID, frame.value);
  }

  #transmit(id: number, data: Uint8Array): Promise<Outcome> {
    const frame: CanFrame = { id, extended: id > MAX_BASE_ID, data };
    this.#tap('tx', frame);
    return this.#can.send(frame);
  }

  #heard(event: CanLinkEvent): void {
    switch (event.kind) {
      case 'frame':
        this.#tap('rx', event.frame);
        this.#frame(event.frame);
        return;
      case 'error':
        this.#counters.errors++;
        return;
      case 'closed':
        this.#phase = 'closed';
        for (const channel of this.#byRequest.values()) channel.close();
        this.#listener(event);
        return;
      default:
        unreachable(event);
    }
  }

  #frame({ id, extended, data }: CanFrame): void {
    if (extended === id > MAX_BASE_ID) this.#byResponse.get(id)?.received(data);
  }

  #tap(direction: 'tx' | 'rx', { id, extended, data }: CanFrame): void {
    const header = uintBytes(extended ? id + 0x8000_0000 : id, 4);
    this.options.tap?.byte(direction, this.#can.kind, concat(header, data));
  }

  #tell(event: LinkEvent): void {
    if (event.kind === 'message') this.#counters.received++;
    this.#listener(event);
  }
}

/** Diagnostic messages by ISO 15765-2 over any CAN bus, one channel a unit, normal addressing. Nothing happens before `open`. */
export const openIsoTpLink = (options: IsoTpLinkOptions): DiagnosticLink => new ChannelsOnCan(options);
