import { type Clock, concat, err, millis, ok, type Result, uintBytes, unreachable } from '@baylink/kernel';
import { type CanFrame, MAX_BASE_ID } from '@baylink/protocols/can';
import {
  encodeFunctional,
  type FunctionalAddress,
  functionalAddress,
  ISO_TP_DEFAULTS,
  type IsoTpOptions,
  MAX_SHORT_LENGTH,
  type TxDl,
  testerBytes,
} from '@baylink/protocols/iso-tp';
import { directCertificate } from '../direct-certificate.js';
import type {
  CanLink,
  CanLinkEvent,
  CapabilityCertificate,
  DiagnosticLink,
  LinkCounters,
  LinkError,
  LinkEvent,
  Tap,
  Target,
  UnitAddress,
} from '../link.js';
import { functionalAddresses, requestKey } from './addressing.js';
import { FunctionalPlaces } from './functional-places.js';
import { closedLink, noFunctionalAddress, unknownUnit } from './sentences.js';
import { UnitChannel } from './unit-channel.js';

type Outcome = Result<void, LinkError>;

/**
 * An adapter confirms on acceptance: one frame may still be ahead. Eight bytes at 500 kbit/s take 0.27 ms, sixty-four
 * in the FD format at 500 kbit/s and 2 Mbit/s 0.41 ms, without the second bit rate 1.4 ms.
 */
const ONE_FRAME = { classic: millis(0.3), switching: millis(0.45), flat: millis(1.5) } as const;

/** Frames in the FD format, for every unit of the link. What comes in is read in either format. */
export interface FdFrames {
  readonly txDl: TxDl;
  /** Send the data phase at the second bit rate. */
  readonly bitRateSwitch: boolean;
}

export interface IsoTpLinkOptions {
  /** Owned by this link from here on: it is opened, listened to and closed by it alone. */
  readonly canLink: CanLink;
  readonly units: readonly UnitAddress[];
  readonly clock: Clock;
  /** Where functionally addressed requests go; by default wherever the addressing formats of the units ask for it. */
  readonly functional?: readonly FunctionalAddress[];
  /** Left out: classic frames. */
  readonly fd?: FdFrames;
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
  readonly #byRequest = new Map<string, UnitChannel>();
  /** Units that share an identifier are told apart by the address byte, each by its own channel. */
  readonly #byResponse = new Map<number, UnitChannel[]>();
  readonly #functional: readonly FunctionalAddress[];
  /** Only where the units need not be there. */
  readonly #search: FunctionalPlaces | undefined;
  readonly #format: Pick<CanFrame, 'fd'>;
  readonly #counters = { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  #phase: 'usable' | 'closed' = 'usable';
  #listener: (event: LinkEvent) => void = () => {};

  constructor(private readonly options: IsoTpLinkOptions) {
    this.#can = options.canLink;
    this.kind = `iso-tp over ${options.canLink.kind}`;
    const { fd } = options;
    const ahead = fd === undefined ? 'classic' : fd.bitRateSwitch ? 'switching' : 'flat';
    const txDl = fd?.txDl ?? ISO_TP_DEFAULTS.txDl;
    this.#settings = { ...ISO_TP_DEFAULTS, stMinMargin: ONE_FRAME[ahead], txDl, ...options.options };
    this.#format = fd === undefined ? {} : { fd: { bitRateSwitch: fd.bitRateSwitch } };
    this.#functional = options.functional ?? functionalAddresses(options.units);
    const presumed = options.units.length > 0 && options.units.every((unit) => unit.presumed === true);
    this.#search = presumed ? new FunctionalPlaces(this.#functional) : undefined;
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

  certificate(): CapabilityCertificate {
    return directCertificate('ISO-TP', Math.min(MAX_SHORT_LENGTH, this.#settings.maxLength));
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
    const settings = { ...this.#settings, addressBytes: testerBytes(unit.can) };
    const channel = new UnitChannel(unit, settings, this.options.clock, {
      transmit: (data) => this.#transmit(unit.can.request, data),
      tell: (event) => this.#tell(event),
      failed: (_, error) => {
        this.#counters.errors++;
        if (error === 'N_TIMEOUT_Bs') this.#counters.lostFlowControls++;
      },
    });
    this.#byRequest.set(requestKey(unit.can), channel);
    const sharing = this.#byResponse.get(unit.can.response);
    if (sharing === undefined) this.#byResponse.set(unit.can.response, [channel]);
    else sharing.push(channel);
  }

  #toUnit(unit: UnitAddress, bytes: Uint8Array): Promise<Outcome> {
    return this.#byRequest.get(requestKey(unit.can))?.send(bytes) ?? Promise.resolve(err(unknownUnit(unit)));
  }

  async #toAll(bytes: Uint8Array): Promise<Outcome> {
    if (this.#functional.length === 0) return err(noFunctionalAddress);
    const frames: { readonly request: number; readonly data: Uint8Array }[] = [];
    for (const { request, addressByte } of this.#search?.next ?? this.#functional) {
      const addressBytes = addressByte === undefined ? undefined : { sent: addressByte, received: addressByte };
      const data = encodeFunctional(bytes, { ...this.#settings, addressBytes });
      if (!data.ok) return err({ kind: 'refused', message: data.error });
      frames.push({ request, data: data.value });
    }
    const outcomes = await Promise.all(frames.map(({ request, data }) => this.#transmit(request, data)));
    return outcomes.find(({ ok }) => !ok) ?? ok();
  }

  #transmit(id: number, data: Uint8Array): Promise<Outcome> {
    const frame: CanFrame = { id, extended: id > MAX_BASE_ID, data, ...this.#format };
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
    if (extended !== id > MAX_BASE_ID) return;
    for (const channel of this.#byResponse.get(id) ?? []) channel.received(data);
  }

  #tap(direction: 'tx' | 'rx', { id, extended, data }: CanFrame): void {
    const header = uintBytes(extended ? id + 0x8000_0000 : id, 4);
    this.options.tap?.byte(direction, this.#can.kind, concat(header, data));
  }

  #tell(event: LinkEvent): void {
    if (event.kind === 'message') {
      this.#counters.received++;
      this.#search?.answered(functionalAddress(event.from.can)?.request);
    }
    this.#listener(event);
  }
}

/** Diagnostic messages by ISO 15765-2 over any CAN bus, one channel a unit, each in its own addressing format. Nothing happens before `open`. */
export const openIsoTpLink = (options: IsoTpLinkOptions): DiagnosticLink => new ChannelsOnCan(options);
