import type { Clock, Millis } from '@baylink/kernel';
import type { SimulatedDisk } from '@baylink/testing/edges';
import { IDS } from '../people/parties.js';
import type { Tapped } from './cable.js';
import type { SupplyMeter } from './meter.js';
import { PLACES } from './places.js';

export interface Told {
  readonly millivolts: number;
  readonly age: number;
}

/** One message at the adapter, with what an outsider could have known at that moment. */
export interface Seen extends Tapped {
  readonly at: Millis;
  /** What the voltage source said last: NaN when it said that it could not, `age` in ms. */
  readonly told: Told;
  /** Size of the visits' ledgers at that moment, in bytes. */
  readonly ledger: number;
  /** The journal of the announced job as a power cut would have left it; read only for what the shop sent. */
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
const JOURNAL = `${PLACES.journal}/${IDS.job}.journal`;

/** The wire-tap: sees every byte at the last place before the car. */
export class Tap {
  readonly seen: Seen[] = [];

  constructor(private readonly world: { clock: Clock; disk: SimulatedDisk; meter: SupplyMeter }) {}

  see(tapped: Tapped): void {
    const { clock, meter } = this.world;
    const durable = tapped.direction === 'tx' ? this.#durable() : '';
    this.seen.push({ ...tapped, at: clock.now(), told: meter.told(clock.now()), ledger: this.#ledger(), durable });
  }

  /** The journal of the announced job as a process reads it: what was not synced is in memory until a power cut. */
  journal(): string {
    return textOf(this.world.disk.bytesOf(JOURNAL) ?? NOTHING);
  }

  #ledger(): number {
    const { disk } = this.world;
    return disk.bytesOf(`${PLACES.ledgers}/${IDS.visit}.jsonl`)?.length ?? 0;
  }

  #durable(): string {
    return textOf(this.world.disk.durableBytesOf(JOURNAL) ?? NOTHING);
  }
}
