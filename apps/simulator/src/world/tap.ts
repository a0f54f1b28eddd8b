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

const texts = new WeakMap<Uint8Array, string>();

/** The text of a file's durable bytes; they are replaced, never changed, so each is decoded once. */
function textOf(bytes: Uint8Array): string {
  const known = texts.get(bytes);
  if (known !== undefined) return known;
  const text = new TextDecoder().decode(bytes);
  texts.set(bytes, text);
  return text;
}

const NOTHING = new Uint8Array();

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
    return disk
      .namesIn(PLACES.journal)
      .map((name) => textOf(disk.durableBytesOf(`${PLACES.journal}/${name}`) ?? NOTHING))
      .join('');
  }
}
