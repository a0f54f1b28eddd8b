import { type Clock, err, type Millivolts, ok, type Result, unreachable } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import {
  type CapabilityCertificate,
  type DiagnosticLink,
  type LinkCounters,
  type LinkError,
  type LinkEvent,
  type Target,
  type UnitAddress,
  unlistedUnit,
} from '@baylink/transport-vehicle';
import { type Attached, attachKeeper, type KeeperChannel } from './attach-keeper.js';
import { machineTime } from './machine-time.js';
import type { KeeperNews } from './news.js';
import type { Car, KeeperWord, KeptEvent, Look, MachineMillis } from './words.js';

/** Questions to the keeper that are open at once. */
const MOST_OPEN = 256;
const NOTHING: Look = {
  counters: { sent: 0, received: 0, errors: 0, lostFlowControls: 0 },
  busy: false,
  longestMessage: undefined,
};

export interface KeptLinkOptions {
  /** The shop client's data folder, where its keeper is found. */
  readonly data: string;
  readonly car: Car;
  readonly tap: string | undefined;
  readonly clock: Clock;
  readonly hear: (news: KeeperNews) => void;
}

type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'attached'; readonly channel: KeeperChannel; readonly pid: number }
  | { readonly name: 'closed' };

/**
 * A link whose bus handle is in the keeper's process, which outlives this one. Opening finds the keeper that is there,
 * or starts one; closing ends it.
 */
export class KeptLink implements DiagnosticLink {
  readonly #units: ReadonlyMap<number, UnitAddress>;
  readonly #time: ReturnType<typeof machineTime>;
  readonly #sending = new Map<number, (outcome: Result<void, LinkError>) => void>();
  readonly #measuring = new Map<number, (outcome: Result<Millivolts, LinkError>) => void>();
  readonly #recalling = new Map<number, (outcome: Result<DownloadSeen | undefined, LinkError>) => void>();
  #phase: Phase = { name: 'new' };
  #kind: string;
  #look = NOTHING;
  #certificate: CapabilityCertificate | undefined;
  #nextId = 1;
  #listener: (event: LinkEvent) => void = () => undefined;

  constructor(private readonly options: KeptLinkOptions) {
    const { car, clock } = options;
    this.#units = new Map(car.units.map((unit) => [unit.logical, unit]));
    this.#time = machineTime(clock);
    this.#kind = car.link.slice(0, car.link.indexOf(':'));
  }

  get kind(): string {
    return this.#kind;
  }

  async open(): Promise<Result<void, LinkError>> {
    const attached = await attachKeeper(this.options, {
      heard: (word) => this.#heard(word),
      gone: () => this.#lost(KEEPER_GONE),
    });
    if (!attached.ok) return attached;
    this.#welcomed(attached.value);
    return ok();
  }

  send(target: Target, bytes: Uint8Array): Promise<Result<void, LinkError>> {
    const to = target.to === 'unit' ? target.unit.logical : 'all';
    const at = this.#time.toMachine(this.options.clock.now());
    return this.#ask(this.#sending, (id) => ({ kind: 'send', id, at, to, bytes }));
  }

  readVoltage(): Promise<Result<Millivolts, LinkError>> {
    return this.#ask(this.#measuring, (id) => ({ kind: 'voltage', id }));
  }

  async recall({ logical: unit }: UnitAddress): Promise<DownloadSeen | undefined> {
    const recalled = await this.#ask(this.#recalling, (id) => ({ kind: 'recall', id, unit }));
    return recalled.ok ? recalled.value : undefined;
  }

  keeps({ logical: unit }: UnitAddress, on: boolean): void {
    if (this.#phase.name === 'attached') this.#phase.channel.say({ kind: on ? 'watch' : 'lapse', unit });
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  counters(): LinkCounters {
    return this.#look.counters;
  }

  /** What the keeper last said, and whatever is on its way there. */
  busy(): boolean {
    return this.#look.busy || this.#sending.size > 0;
  }

  certificate(): CapabilityCertificate | undefined {
    const { longestMessage } = this.#look;
    return this.#certificate && longestMessage !== undefined ? { ...this.#certificate, longestMessage } : undefined;
  }

  async leave(): Promise<void> {
    const phase = this.#phase;
    this.#phase = { name: 'closed' };
    this.#release(CLOSED);
    if (phase.name === 'attached') await phase.channel.end();
  }

  async close(): Promise<void> {
    const phase = this.#phase;
    this.#phase = { name: 'closed' };
    this.#release(CLOSED);
    if (phase.name !== 'attached') return;
    this.#listener({ kind: 'closed', error: undefined, at: this.options.clock.now() });
    phase.channel.say({ kind: 'end' });
    await phase.channel.ended(phase.pid);
  }

  #ask<Value>(
    open: Map<number, (outcome: Result<Value, LinkError>) => void>,
    word: (id: number) => Parameters<KeeperChannel['say']>[0],
  ): Promise<Result<Value, LinkError>> {
    const phase = this.#phase;
    if (phase.name !== 'attached') return Promise.resolve(err(phase.name === 'new' ? NOT_OPEN : CLOSED));
    if (open.size >= MOST_OPEN) return Promise.resolve(err(TOO_MANY));
    return new Promise((resolve) => {
      const id = this.#nextId++;
      open.set(id, resolve);
      phase.channel.say(word(id));
    });
  }

  #welcomed({ channel, word }: Attached): void {
    this.#phase = { name: 'attached', channel, pid: word.pid };
    this.#kind = word.link;
    this.#certificate = word.certificate;
    this.#look = word.look;
    const { before } = word;
    if (before !== undefined) this.options.hear({ kind: 'taken-over', link: word.link, ...before });
  }

  #heard(word: KeeperWord): void {
    if (this.#phase.name !== 'attached') return;
    switch (word.kind) {
      case 'sent':
        this.#look = word.look;
        settle(this.#sending, word.id, word.outcome);
        return;
      case 'volts':
        settle(this.#measuring, word.id, word.outcome);
        return;
      case 'recalled':
        settle(this.#recalling, word.id, ok(word.seen));
        return;
      case 'event':
        this.#look = word.look;
        this.#event(word.event, word.at);
        return;
      case 'own':
        this.options.hear({ kind: 'own', link: this.#kind, message: word.message });
        this.#phase.channel.say({ kind: 'noted', nanos: word.message.nanos });
        return;
      case 'attached':
      case 'not-opened':
      case 'in-use':
      case 'other-car':
        return;
      default:
        unreachable(word);
    }
  }

  #event(event: KeptEvent, machine: MachineMillis): void {
    const at = this.#time.fromMachine(machine);
    if (event.kind === 'closed') {
      this.#lost(event.error);
      return;
    }
    const from = event.unit === undefined ? undefined : (this.#units.get(event.unit) ?? unlistedUnit(event.unit));
    switch (event.kind) {
      case 'transfer-failed':
        this.#listener({ kind: event.kind, unit: from, direction: event.direction, error: event.error, at });
        return;
      case 'message':
        if (from !== undefined) this.#listener({ kind: event.kind, from, bytes: event.bytes, at });
        return;
      case 'indication':
        if (from !== undefined) this.#listener({ kind: event.kind, from, at });
        return;
      default:
        unreachable(event);
    }
  }

  /** What still waits is answered before the loss is told. */
  #lost(error: LinkError | undefined): void {
    if (this.#phase.name !== 'attached') return;
    void this.#phase.channel.end();
    this.#phase = { name: 'closed' };
    this.#release(error ?? CLOSED);
    this.#listener({ kind: 'closed', error, at: this.options.clock.now() });
  }

  #release(error: LinkError): void {
    for (const open of [this.#sending, this.#measuring, this.#recalling])
      for (const id of [...open.keys()]) settle<Result<never, LinkError>>(open, id, err(error));
  }
}

function settle<Value>(open: Map<number, (value: Value) => void>, id: number, value: Value): void {
  const resolve = open.get(id);
  open.delete(id);
  resolve?.(value);
}

const NOT_OPEN: LinkError = { kind: 'lost', message: 'The vehicle link is not open yet.' };
const CLOSED: LinkError = { kind: 'lost', message: 'The vehicle link was closed.' };
const TOO_MANY: LinkError = {
  kind: 'refused',
  message: `${MOST_OPEN} messages wait for the vehicle link already; wait until they are answered.`,
};
const KEEPER_GONE: LinkError = {
  kind: 'lost',
  message: 'The process that holds the vehicle link has ended unexpectedly; it is started again.',
};
