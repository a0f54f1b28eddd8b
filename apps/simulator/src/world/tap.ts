import type { Clock, Millis, Millivolts } from '@baylink/kernel';
import type { SimulatedDisk } from '@baylink/testing/edges';
import type { Tapped } from './cable.js';
import type { CarOnClock } from './car-on-clock.js';
import { PLACES } from './places.js';

/** One message at the adapter, with what an outsider could have known at that moment. */
export interface Seen extends Tapped {
  readonly at: Millis;
  /** What the terminals really showed. */
  readonly supply: Millivolts;
  /** The journals as a power cut would have left them; read only for what the shop sent. */
  readonly durable: string;
}

/** The wire-tap: sees every byte at the last place before the car. */
export class Tap {
  readonly seen: Seen[] = [];

  constructor(private readonly world: { clock: Clock; disk: SimulatedDisk; car: CarOnClock }) {}

  see(tapped: Tapped): void {
    const { clock, car } = this.world;
    const durable = tapped.direction === 'tx' ? this.#journals() : '';
    this.seen.push({ ...tapped, at: clock.now(), supply: car.voltage(), durable });
  }

  #journals(): string {
    const { disk } = this.world;
    const decoder = new TextDecoder();
    return disk
      .namesIn(PLACES.journal)
      .map((name) => decoder.decode(disk.durableBytesOf(`${PLACES.journal}/${name}`) ?? new Uint8Array()))
      .join('');
  }
}
