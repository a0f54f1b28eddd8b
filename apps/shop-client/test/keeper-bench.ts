import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, millis, wallMillis } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { KEEPER_DEFAULTS, type KeeperConfig } from '@baylink/safety/keeper';
import { canPair, Heard } from '@baylink/testing';
import type { LinkEvent, UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { KeptLink } from '../src/keeper/kept-link.js';
import type { KeeperNews } from '../src/keeper/news.js';
import { keeperPlace } from '../src/keeper/place.js';
import { type HeldPlace, holdPlace } from '../src/keeper/process/hold-place.js';
import { KeeperHost } from '../src/keeper/process/keeper-host.js';
import type { Car } from '../src/keeper/words.js';

export const UNIT: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
export const STRANGER: UnitAddress = { logical: 0x1099, can: { request: 0x700, response: 0x708 } };
const TESTER: UnitAddress = { logical: 0x0e00, can: { request: 0x7e8, response: 0x7e0 } };
const EVERYBODY: UnitAddress = { logical: 0x0e01, can: { request: 0x7fe, response: 0x7df } };

/** A keeper in haste: its times are short and its bounds far. */
export const HASTY: KeeperConfig = { ...KEEPER_DEFAULTS, every: millis(5), late: millis(5), linger: millis(60_000) };

/** A keeper inside this process behind a real socket, one unit on its bus, and as many executors as are wanted. */
export class KeeperBench {
  #slept = 0;
  /** Its monotonic clock stands still while the machine sleeps. */
  readonly clock: Clock = { ...systemClock(), wall: () => wallMillis(systemClock().wall() + this.#slept) };
  readonly data = mkdtempSync(join(tmpdir(), 'baylink-keeper-'));
  readonly news: KeeperNews[] = [];
  readonly notes: string[] = [];
  readonly #pair = canPair(this.clock);
  readonly car = openIsoTpLink({ canLink: this.#pair.far, units: [TESTER, EVERYBODY], clock: this.clock });
  readonly atUnit = new Heard<LinkEvent>({
    listen: (listener) =>
      this.car.listen((event) => {
        listener(event);
        if (event.kind === 'message') void this.#reply(event.bytes);
      }),
  });
  readonly ended: Promise<void>;
  /** How often the link was opened. */
  opened = 0;
  #place: HeldPlace | undefined;
  #handler: (request: Uint8Array) => readonly Uint8Array[] = () => [];
  readonly #host: KeeperHost;
  readonly #sockets: Socket[] = [];

  constructor(config: KeeperConfig) {
    let told: () => void = () => undefined;
    this.ended = new Promise((resolve) => {
      told = resolve;
    });
    this.#host = new KeeperHost({
      clock: this.clock,
      config,
      makeLink: async ({ units }) => {
        this.opened++;
        return openIsoTpLink({ canLink: this.#pair.near, units, clock: this.clock });
      },
      tapTo: () => undefined,
      note: (line) => this.notes.push(line),
      unfind: () => this.#place?.release(),
      ended: told,
    });
  }

  static async start(config = KEEPER_DEFAULTS): Promise<KeeperBench> {
    const bench = new KeeperBench(config);
    bench.#place = await holdPlace(bench.place, (socket) => {
      bench.#sockets.push(socket);
      bench.#host.accept(socket);
    });
    await bench.car.open();
    return bench;
  }

  /** The unit answers each request with this. */
  answer(handler: (request: Uint8Array) => readonly Uint8Array[]): void {
    this.#handler = handler;
  }

  carOf(units: readonly UnitAddress[] = [UNIT]): Car {
    return { link: 'slcan:car', folder: this.data, units };
  }

  executor(units: readonly UnitAddress[] = [UNIT]): KeptLink {
    const car = this.carOf(units);
    const { data, clock } = this;
    return new KeptLink({ data, car, tap: undefined, clock, hear: (news) => this.news.push(news) });
  }

  /** Where the keeper listens. */
  get place(): string {
    const place = keeperPlace(this.data);
    if (!place.ok) throw new Error(place.error);
    return place.value;
  }

  async #reply(request: Uint8Array): Promise<void> {
    for (const answer of this.#handler(request)) await this.car.send({ to: 'unit', unit: TESTER }, answer);
  }

  /** The machine sleeps so many milliseconds. */
  sleep(lasts: number): void {
    this.#slept += lasts;
  }

  cut(): void {
    this.#pair.cut();
  }

  /** Its process is gone: nothing is said any more. */
  kill(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async end(): Promise<void> {
    await this.#host.end('the test is over');
    await this.car.close();
    rmSync(this.data, { recursive: true, force: true });
  }
}
