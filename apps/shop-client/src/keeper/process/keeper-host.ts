import type { Socket } from 'node:net';
import { type Clock, DrivenMachine, type Millis, unreachable } from '@baylink/kernel';
import {
  createKeeper,
  KEEPER_DEFAULTS,
  type KeeperConfig,
  type KeeperInput,
  type KeeperOut,
  type KeeperState,
  keeper,
  rememberedDownload,
} from '@baylink/safety/keeper';
import type { DiagnosticLink, LinkError } from '@baylink/transport-vehicle';
import { WordChannel } from '../word-channel.js';
import {
  type Car,
  type ExecutorWord,
  type Interregnum,
  type KeeperWord,
  type KeptEvent,
  type MachineMillis,
  VERSION,
} from '../words.js';
import { HeldLink } from './held-link.js';
import { MessageLog } from './message-log.js';
import { SleepWatch } from './sleep-watch.js';

type Channel = WordChannel<KeeperWord, ExecutorWord>;
type Attach = Extract<ExecutorWord, { kind: 'attach' }>;

type Phase =
  | { readonly name: 'waiting' }
  | { readonly name: 'opening' }
  | { readonly name: 'open'; readonly car: Car; readonly link: HeldLink }
  | { readonly name: 'ended' };

/** Who speaks for the car at this moment. */
interface Executor {
  readonly channel: Channel;
  readonly pid: number;
}

export interface KeeperHostOptions {
  readonly clock: Clock;
  readonly config?: KeeperConfig;
  /** A link to the car that is not opened yet, with its bytes on the tap. */
  readonly makeLink: (car: Car, tap: string | undefined) => Promise<DiagnosticLink | LinkError>;
  readonly tapTo: (path: string | undefined) => void;
  /** One line for whoever looks why a keeper did what it did. */
  readonly note: (line: string) => void;
  /** From now on nobody may find this keeper. */
  readonly unfind: () => void;
  /** Everything is closed. */
  readonly ended: () => void;
}

/** One link, held for one executor after the other. It ends itself with the link, on request, and when it has waited long enough. */
export class KeeperHost {
  readonly #machine: DrivenMachine<KeeperState, KeeperInput, KeeperOut>;
  readonly #log = new MessageLog();
  readonly #sleep: SleepWatch;
  readonly #channels = new Set<Channel>();
  #phase: Phase = { name: 'waiting' };
  #executor: Executor | undefined;
  #aloneSince: Millis | undefined;

  constructor(private readonly options: KeeperHostOptions) {
    const { clock, config = KEEPER_DEFAULTS } = options;
    const start = createKeeper(config, clock.now());
    this.#sleep = new SleepWatch(clock);
    this.#machine = new DrivenMachine(keeper, start, clock, { kind: 'tick' }, (out) => this.#perform(out));
    this.#feed({ kind: 'tick' });
  }

  accept(socket: Socket): void {
    const channel: Channel = new WordChannel(socket, {
      heard: (word) => this.#heard(channel, word),
      gone: () => this.#gone(channel),
    });
    this.#channels.add(channel);
  }

  /** Closes the link and tells whoever is attached why. */
  async end(why: string, lost?: LinkError): Promise<void> {
    const phase = this.#phase;
    if (phase.name === 'ended') return;
    this.#phase = { name: 'ended' };
    this.options.note(`ends: ${why}`);
    this.#machine.stop();
    this.options.unfind();
    if (phase.name === 'open') {
      if (lost !== undefined) this.#tell(phase.link, { kind: 'closed', error: lost }, lostAt(this.options.clock));
      await phase.link.close();
    }
    await Promise.all([...this.#channels].map((channel) => channel.end()));
    this.options.ended();
  }

  #heard(channel: Channel, word: ExecutorWord): void {
    if (word.kind === 'attach') return void this.#attach(channel, word);
    const own = this.#executor?.channel === channel;
    if (word.kind === 'end') {
      if (own || this.#executor === undefined) void this.end('it was asked to');
      return;
    }
    const phase = this.#phase;
    if (!own || phase.name !== 'open') return;
    switch (word.kind) {
      case 'send':
        void this.#forward(channel, phase.link, word);
        return;
      case 'voltage':
        void phase.link.readVoltage().then((outcome) => channel.say({ kind: 'volts', id: word.id, outcome }));
        return;
      case 'watch':
      case 'lapse':
        phase.link.keeps(word.unit, word.kind === 'watch');
        this.#feed({ kind: word.kind, unit: word.unit });
        return;
      case 'noted':
        this.#log.noted(word.nanos);
        return;
      case 'recall':
        channel.say({ kind: 'recalled', id: word.id, seen: this.#recall(word.unit) });
        return;
      default:
        unreachable(word);
    }
  }

  async #forward(channel: Channel, link: HeldLink, word: Extract<ExecutorWord, { kind: 'send' }>): Promise<void> {
    const sending = link.forward(word.to, word.bytes, word.at);
    this.#feed({ kind: 'sent', to: word.to, bytes: word.bytes });
    const outcome = await sending;
    this.#feed({ kind: 'left', to: word.to });
    channel.say({ kind: 'sent', id: word.id, outcome, look: link.look() });
  }

  async #attach(channel: Channel, word: Attach): Promise<void> {
    if (this.#executor !== undefined) return channel.say({ kind: 'in-use', pid: this.#executor.pid });
    const phase = this.#phase;
    switch (phase.name) {
      case 'waiting':
        return this.#open(channel, word);
      case 'open':
        if (word.version !== VERSION || !sameCar(phase.car, word.car))
          return channel.say({ kind: 'other-car', link: phase.car.link });
        this.#executor = { channel, pid: word.pid };
        this.options.tapTo(word.tap);
        return this.#welcome(channel, phase.link, this.#log.take(this.#endOfReign(word.pid)));
      case 'opening':
      case 'ended':
        return void channel.end();
      default:
        return unreachable(phase);
    }
  }

  async #open(channel: Channel, { car, tap, pid }: Attach): Promise<void> {
    this.#phase = { name: 'opening' };
    this.#executor = { channel, pid };
    this.#feed({ kind: 'attached' });
    this.options.note(`opens ${car.link} for process ${pid}`);
    const made = await this.options.makeLink(car, tap);
    if (!('open' in made)) return this.#notOpened(channel, made);
    const link = new HeldLink(made, car.units, this.options.clock, {
      heard: (event, at) => this.#fromCar(link, event, at),
      sendsUnasked: (message) => {
        this.#log.add(message);
        this.#executor?.channel.say({ kind: 'own', message });
      },
    });
    const opened = await made.open();
    if (!opened.ok) {
      await link.close();
      return this.#notOpened(channel, opened.error);
    }
    if (this.#phase.name !== 'opening') return link.close();
    this.#phase = { name: 'open', car, link };
    if (this.#executor?.channel === channel) this.#welcome(channel, link, undefined);
  }

  #notOpened(channel: Channel, error: LinkError): Promise<void> {
    channel.say({ kind: 'not-opened', error });
    return this.end(error.message);
  }

  #welcome(channel: Channel, link: HeldLink, before: Interregnum | undefined): void {
    const { kind, certificate } = link;
    this.#feed({ kind: 'attached' });
    channel.say({ kind: 'attached', pid: process.pid, link: kind, certificate, look: link.look(), before });
  }

  #endOfReign(pid: number): number {
    const { clock, note } = this.options;
    const lasted = clock.now() - (this.#aloneSince ?? clock.now());
    this.#aloneSince = undefined;
    note(`is taken over by process ${pid} after ${Math.round(lasted)} ms`);
    return lasted;
  }

  #gone(channel: Channel): void {
    this.#channels.delete(channel);
    if (this.#executor?.channel !== channel) return;
    this.options.note(`process ${this.#executor.pid} is gone`);
    this.#executor = undefined;
    if (this.#phase.name === 'open') this.#phase.link.keepsNothing();
    this.#aloneSince = this.options.clock.now();
    this.#feed({ kind: 'detached' });
  }

  #fromCar(link: HeldLink, event: KeptEvent, at: MachineMillis): void {
    if (this.#phase.name === 'ended') return;
    if (event.kind === 'closed') return void this.end('the link is lost', event.error ?? CLOSED);
    if (event.kind === 'message') {
      const { unit, bytes } = event;
      this.#feed({ kind: 'received', unit, bytes });
      if (this.#executor === undefined)
        this.#log.add({ nanos: this.options.clock.nanos().toString(), direction: 'rx', unit, bytes });
    }
    this.#tell(link, event, at);
  }

  #tell(link: HeldLink, event: KeptEvent, at: MachineMillis): void {
    this.#executor?.channel.say({ kind: 'event', event, at, look: link.look() });
  }

  #recall(unit: number) {
    this.#feed({ kind: 'tick' });
    return rememberedDownload(this.#machine.state, unit, this.options.clock.now());
  }

  #feed(input: KeeperInput): void {
    if (this.#sleep.hasSlept()) this.#machine.feed({ kind: 'slept' });
    this.#machine.feed(input);
  }

  #perform(out: KeeperOut): void {
    switch (out.kind) {
      case 'keep-alive':
        if (this.#phase.name === 'open') this.#phase.link.keepAlive(out.unit, out.dialect);
        return;
      case 'end':
        void this.end(out.why);
        return;
      default:
        unreachable(out);
    }
  }
}

const CLOSED: LinkError = { kind: 'lost', message: 'The vehicle link was closed.' };
const lostAt = (clock: Clock): MachineMillis => Number(clock.nanos()) / 1e6;

/** The same wires and the same units: plain data on both sides. */
const sameCar = (one: Car, other: Car): boolean => JSON.stringify(one) === JSON.stringify(other);
