import { cpSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Child, JsonLine } from './child.js';
import { Lifetime } from './lifetime.js';
import { Programs } from './programs.js';
import { askCar, type ControlRequest } from './vehicle-control.js';
import { VoltageLead } from './voltage-lead.js';
import { type TapForm, WAYS_IN, type WayIn, type WayInName, type WayInParts } from './ways-in.table.js';

export interface HouseOptions {
  /** Where everything is copied to at the end: logs, journals, evidence, dumps. */
  readonly keep?: string;
  /** Tap of the shop client; inside the folder when absent. */
  readonly tap?: string;
  /** Other addresses under which the broker is reached. */
  readonly publicUrls?: readonly string[];
  /** How the car can be reached; over the first of them the shop client begins. SLCAN and DoIP when absent. */
  readonly waysIn?: readonly [WayInName, ...WayInName[]];
  /** For the way by J2534: a compiled library whose adapter is the car. */
  readonly passThru?: string;
  /** Further options of `baylink shop`. */
  readonly shopOptions?: readonly string[];
  /** Broker and experts are somewhere else; here when absent. */
  readonly elsewhere?: Elsewhere;
  /** How the shop client reaches the broker; straight when absent. */
  readonly shopsWay?: ShopsWay;
}

/** A way to the broker that is there before the broker is. */
export interface ShopsWay {
  readonly url: string;
  /** Where the broker is. */
  lead(brokerUrl: string): void;
}

/** Another network of this machine. */
export interface Elsewhere {
  /** What starts a program there: a command that takes another one at its end. */
  readonly command: readonly string[];
  /** The address there on which the broker listens. */
  readonly host: string;
}

/** By name, the programs that are not beside the car. */
const NOT_AT_THE_SHOP = /^(broker|organisation|expert-.*)$/;

/** A broker, a car, a shop client beside it: real processes on free ports, in one folder. */
export class House {
  readonly lifetime = new Lifetime();
  readonly programs: Programs;
  readonly folder: string;
  readonly tap: string;
  readonly lead: VoltageLead;
  private readonly options: HouseOptions;
  private broker: { readonly child: Child; readonly url: string } | undefined;
  private shop: { readonly child: Child; readonly link: WayInName; readonly bay: string } | undefined;
  private vehicle: Child | undefined;
  private ready: JsonLine = {};

  constructor(options: HouseOptions) {
    this.options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'baylink-'));
    this.lifetime.folder(this.folder);
    if (options.keep !== undefined) keepAtEnd(this.lifetime, this.folder, options.keep);
    mkdirSync(this.at('logs'));
    this.programs = new Programs(this.at('logs'), this.lifetime, (name) =>
      NOT_AT_THE_SHOP.test(name) ? (options.elsewhere?.command ?? []) : [],
    );
    this.tap = options.tap ?? this.at('tap');
    rmSync(this.tap, { force: true });
    this.lead = new VoltageLead(this.at('meter'), this.at('voltage'));
    this.lifetime.onEnd(() => this.lead.close());
  }

  at = (name: string): string => join(this.folder, name);

  get brokerUrl(): string {
    if (this.broker === undefined) throw new Error('the broker has not been started');
    return this.broker.url;
  }

  get bay(): string {
    if (this.shop === undefined) throw new Error('the shop client has not been started');
    return this.shop.bay;
  }

  get waysIn(): readonly [WayInName, ...WayInName[]] {
    return this.options.waysIn ?? ['slcan', 'doip'];
  }

  /** Over which the shop client reaches the car, or will begin to. */
  get link(): WayInName {
    return this.shop?.link ?? this.waysIn[0];
  }

  /** How to read what the tap has of each channel. */
  get tapForms(): ReadonlyMap<string, TapForm> {
    return new Map(
      this.waysIn.map((name) => {
        const { channel, tap } = WAYS_IN[name];
        return [channel(this.parts), tap];
      }),
    );
  }

  private get parts(): WayInParts {
    return { at: this.at, ready: this.ready, passThru: this.options.passThru ?? '' };
  }

  get journals(): string {
    return this.at('shop/journal');
  }

  /** The first time on a free port, afterwards on the same one: clients know its address. */
  async startBroker(): Promise<void> {
    const port = this.broker === undefined ? '0' : new URL(this.broker.url).port;
    const { elsewhere, publicUrls = [], shopsWay } = this.options;
    const host = elsewhere === undefined ? [] : ['--host', elsewhere.host];
    const known = shopsWay === undefined ? publicUrls : [...publicUrls, shopsWay.url];
    const urls = known.flatMap((url) => ['--public-url', url]);
    const child = this.programs.start('broker', [
      'broker',
      '--data',
      this.at('broker'),
      '--port',
      port,
      ...host,
      ...urls,
      '--json',
    ]);
    const { url } = await child.line((line) => typeof line.url === 'string', 'it listened');
    this.broker = { child, url: String(url) };
    shopsWay?.lead(String(url));
  }

  /** Pulls the plug: no time to say goodbye, nothing is written any more. */
  async killBroker(): Promise<void> {
    this.broker?.child.kill('SIGKILL');
    await this.broker?.child.ended;
  }

  async startVehicle(): Promise<void> {
    const child = this.programs.start('vehicle', [
      ...['vehicle', ...this.waysIn.flatMap((name) => WAYS_IN[name].entrance(this.at))],
      ...['--meter', this.at('meter'), '--control', this.at('control'), '--state', this.at('car-state'), '--json'],
    ]);
    this.vehicle = child;
    this.ready = await child.line((line) => line.event === 'ready', 'the car was there');
  }

  /** The car and its adapter are gone; what its units keep without power is in its state folder. */
  async stopVehicle(): Promise<void> {
    await this.vehicle?.stop();
  }

  car = (request: ControlRequest): Promise<Readonly<Record<string, unknown>>> => askCar(this.at('control'), request);

  private profileOf(link: WayInName): string {
    const way: WayIn = WAYS_IN[link];
    return way.profile ?? 'sample-car';
  }

  /** The car as `--link` names it. */
  placeOf = (link: WayInName): string => WAYS_IN[link].link(this.parts);

  async startShop(link: WayInName): Promise<void> {
    const child = this.programs.start('shop', [
      ...[
        'shop',
        '--data',
        this.at('shop'),
        '--name',
        'Miller’s Garage',
        '--broker',
        this.options.shopsWay?.url ?? this.brokerUrl,
      ],
      ...['--link', this.placeOf(link), '--profile', this.profileOf(link), '--voltage', this.lead.fifo],
      ...['--tap', this.tap, '--journal', this.journals, '--bay-port', '0', '--json'],
      ...(this.options.shopOptions ?? []),
    ]);
    const { bay } = await child.line((line) => line.event === 'ready', 'it was ready');
    this.shop = { child, link, bay: String(bay) };
  }

  /** As a power cut at the bay does. */
  async killShop(): Promise<void> {
    this.shop?.child.kill('SIGKILL');
    await this.shop?.child.ended;
  }

  async stopShop(): Promise<void> {
    await this.shop?.child.stop();
  }

  end(): Promise<void> {
    return this.lifetime.end();
  }
}

/** Files and folders only: sockets, FIFOs and links are of no use to anybody later. Keys of the demonstration are among them. */
function keepAtEnd(lifetime: Lifetime, folder: string, keep: string): void {
  lifetime.onEnd(() =>
    cpSync(folder, keep, {
      recursive: true,
      filter: (path) => {
        const what = lstatSync(path);
        return what.isFile() || what.isDirectory();
      },
    }),
  );
}
