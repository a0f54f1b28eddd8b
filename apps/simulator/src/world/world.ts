import { hex, type Millis, type Millivolts } from '@baylink/kernel';
import { type DiskAnswer, type DiskOperation, SimulatedClock, SimulatedDisk } from '@baylink/testing/edges';
import { createSampleCar, RunningCar } from '@baylink/twin';
import type { Offer } from '../oracle/evidence.js';
import { Trace } from '../run/trace.js';
import { SimulatedBroker } from './broker.js';
import { Cable } from './cable.js';
import { KeptDownloads } from './kept-downloads.js';
import { SupplyMeter } from './meter.js';
import { type Seen, Tap } from './tap.js';
import { Wan } from './wan.js';

/** What is between the shop's process and the units: whole messages, or ISO-TP of production on single frames. */
export type Wire = 'messages' | 'frames';

/** Has something to say about an operation of the disk, or has not. */
type Disturbance = (operation: DiskOperation) => DiskAnswer | undefined;

/** Everything of a run that outlives the shop's processes: time, the disk, the car, the cable, the meter, the broker. */
export class World {
  readonly clock = new SimulatedClock();
  readonly disk = new SimulatedDisk();
  readonly wan = new Wan(this.clock);
  readonly broker = new SimulatedBroker(this.wan);
  readonly trace: Trace;
  readonly tap: Tap;
  readonly cable: Cable;
  readonly car: RunningCar;
  readonly meter: SupplyMeter;
  /** What outlives a shop's process that dies alone. */
  readonly keeper = new KeptDownloads(this.clock);
  /** Told when the job comes into a state. */
  hearState: (state: string) => void = () => undefined;
  /** Where the job of the process stands that is there, or was there last. */
  standing: () => string | undefined = () => undefined;
  /** How far somebody has set the wall clock, in ms. */
  wallShift = 0;
  /** The next firmware file that is read is not: told when it happens. */
  readerFails: (() => void) | undefined;
  readonly #disturbances: Disturbance[] = [];

  constructor(
    seed: number,
    keepTrace: boolean,
    readonly wire: Wire,
  ) {
    this.trace = new Trace(this.clock, keepTrace);
    this.car = new RunningCar(createSampleCar({ at: this.clock.now(), chance: seed }), this.clock);
    this.car.listen((out) => {
      if (out.kind === 'report' && out.report.kind === 'started' && out.report.running === 'application')
        this.starts.push({ at: out.at, unit: out.unit });
    });
    this.meter = new SupplyMeter((): Millivolts => this.car.voltage());
    this.tap = new Tap(this);
    this.cable = new Cable(
      (tapped) => {
        this.tap.see(tapped);
        this.keeper.overhear(tapped.direction, tapped.unit, tapped.bytes);
        this.trace.add(tapped.direction, `${tapped.unit.toString(16)} ${hex(tapped.bytes)}`);
      },
      () => this.clock.now(),
    );
    this.cable.watch(() => this.keeper.forget());
  }

  /** Whether the disk does what it is asked for. */
  readonly answer = (operation: DiskOperation): DiskAnswer => {
    const { kind, path } = operation;
    const answer = this.#disturbed(operation);
    if (kind === 'sync') (answer.kind === 'do' ? this.syncs : this.failedSyncs).push({ at: this.clock.now(), path });
    return answer;
  };

  #disturbed(operation: DiskOperation): DiskAnswer {
    for (const disturbance of [...this.#disturbances]) {
      const answer = disturbance(operation);
      if (answer !== undefined) return answer;
    }
    return { kind: 'do' };
  }

  /** The answer ends it. */
  disturb(disturbance: Disturbance): () => void {
    this.#disturbances.push(disturbance);
    return () => {
      const at = this.#disturbances.indexOf(disturbance);
      if (at >= 0) this.#disturbances.splice(at, 1);
    };
  }

  /** Forced writes of files that were tried and done, and those that failed. */
  readonly syncs: { readonly at: Millis; readonly path: string }[] = [];
  readonly failedSyncs: { readonly at: Millis; readonly path: string }[] = [];
  /** When the application of a unit has started; units by name. */
  readonly starts: { readonly at: Millis; readonly unit: string }[] = [];
  /** Plans that have reached the shop's door. */
  readonly offers: Offer[] = [];
  /** When the power of the shop's machine went away. */
  readonly cuts: Millis[] = [];

  /** The shop's machine loses its power: of what was not synced, this share (0 to 1) survives. */
  cutPower(share: number): void {
    this.cuts.push(this.clock.now());
    this.keeper.forget();
    this.trace.add('power cut', share.toFixed(3));
    this.disk.cut(share);
  }

  get seen(): readonly Seen[] {
    return this.tap.seen;
  }
}
