import { hex, type Millis, type Millivolts } from '@baylink/kernel';
import { type DiskWatch, SimulatedClock, SimulatedDisk } from '@baylink/testing/edges';
import { createSampleCar } from '@baylink/twin';
import { Trace } from '../run/trace.js';
import { SimulatedBroker } from './broker.js';
import { Cable } from './cable.js';
import { CarOnClock } from './car-on-clock.js';
import { SupplyMeter } from './meter.js';
import { type Seen, Tap } from './tap.js';

/** Everything of a run that outlives the shop's processes: time, the disk, the car, the cable, the meter, the broker. */
export class World {
  readonly clock = new SimulatedClock();
  readonly disk = new SimulatedDisk();
  readonly broker = new SimulatedBroker();
  readonly trace: Trace;
  readonly tap: Tap;
  readonly cable: Cable;
  readonly car: CarOnClock;
  readonly meter: SupplyMeter;
  /** How far somebody has set the wall clock, in ms. */
  wallShift = 0;
  /** Whether the disk does what it is asked for. */
  refuse: DiskWatch = () => ({ kind: 'do' });

  constructor(seed: number, keepTrace: boolean) {
    this.trace = new Trace(this.clock, keepTrace);
    this.car = new CarOnClock(createSampleCar({ at: this.clock.now(), chance: seed }), this.clock);
    this.meter = new SupplyMeter((): Millivolts => this.car.voltage());
    this.tap = new Tap(this);
    this.cable = new Cable((tapped) => {
      this.tap.see(tapped);
      this.trace.add(tapped.direction, `${tapped.unit.toString(16)} ${hex(tapped.bytes)}`);
    });
  }

  /** When the power of the shop's machine went away. */
  readonly cuts: Millis[] = [];

  /** The shop's machine loses its power: of what was not synced, this share (0 to 1) survives. */
  cutPower(share: number): void {
    this.cuts.push(this.clock.now());
    this.trace.add('power cut', share.toFixed(3));
    this.disk.cut(share);
  }

  get seen(): readonly Seen[] {
    return this.tap.seen;
  }
}
