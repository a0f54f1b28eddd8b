import { err, ok, type Result, showHex } from '@baylink/kernel';
import { ADDRESS_SPACE, type FirmwareError, type FirmwareLimits, type FirmwareSegment } from './image.js';
import { damagedFile, damagedPlace, type PlaceWord } from './refusal.js';

const MOST_EMPTY = 4096;

/** Consecutive addresses in file order: `length` bytes of the store from `offset`. */
interface Run {
  readonly address: number;
  readonly offset: number;
  readonly place: number;
  length: number;
}

/**
 * Collects data records into segments. It costs memory by the bytes present, never by the span of their addresses,
 * and each address may be written once: a second write is an error even with the same value.
 */
export class Assembly {
  readonly #limits: FirmwareLimits;
  readonly #word: PlaceWord;
  readonly #runs: Run[] = [];
  #store = new Uint8Array(4096);
  #used = 0;
  #empties = 0;

  /** `word` is what the places of this format are called; they are counted from 1. */
  constructor(limits: FirmwareLimits, word: PlaceWord = 'line') {
    this.#limits = limits;
    this.#word = word;
  }

  add(address: number, bytes: Uint8Array, place: number): Result<void, FirmwareError> {
    if (bytes.length === 0) return this.#empty();
    if (address + bytes.length > ADDRESS_SPACE) {
      const what = `writes past address 0xFFFFFFFF (${bytes.length} bytes at ${show(address)})`;
      return damagedPlace('address', this.#word, place, what);
    }
    const total = this.#used + bytes.length;
    if (total > this.#limits.imageBytes) {
      return tooLarge(`holds more than ${this.#limits.imageBytes} data bytes`);
    }
    const last = this.#runs.at(-1);
    if (last !== undefined && last.address + last.length === address) last.length += bytes.length;
    else if (this.#runs.length < this.#limits.segments) {
      this.#runs.push({ address, offset: this.#used, place, length: bytes.length });
    } else return tooLarge(`is scattered over more than ${this.#limits.segments} places`);
    if (total > this.#store.length) this.#grow(total);
    this.#store.set(bytes, this.#used);
    this.#used = total;
    return ok();
  }

  /** A record without data does nothing: a few are a tool's habit, millions are there to keep the reader busy. */
  #empty(): Result<void, FirmwareError> {
    this.#empties++;
    return this.#empties <= MOST_EMPTY ? ok() : tooLarge(`has more than ${MOST_EMPTY} records without data`);
  }

  finish(): Result<FirmwareSegment[], FirmwareError> {
    if (this.#runs.length === 0) return damagedFile('empty', 'holds no data record');
    const runs = [...this.#runs].sort((a, b) => a.address - b.address);
    const groups: Run[][] = [];
    let end = -1;
    for (const run of runs) {
      const group = groups.at(-1);
      if (group !== undefined && run.address < end) return this.#overlap(group.at(-1) ?? run, run);
      if (group !== undefined && run.address === end) group.push(run);
      else groups.push([run]);
      end = run.address + run.length;
    }
    return ok(groups.map((group) => this.#segment(group)));
  }

  #segment(group: readonly Run[]): FirmwareSegment {
    const address = group[0]?.address ?? 0;
    const bytes = new Uint8Array(group.reduce((sum, run) => sum + run.length, 0));
    for (const run of group) {
      bytes.set(this.#store.subarray(run.offset, run.offset + run.length), run.address - address);
    }
    return { address, bytes };
  }

  #overlap(a: Run, b: Run): Result<never, FirmwareError> {
    const [first, second] = a.place < b.place ? [a, b] : [b, a];
    const word = this.#word === 'line' ? 'the data that starts on line' : this.#word;
    const what = `writes address ${show(b.address)} twice: in ${word} ${first.place} and in ${word} ${second.place}`;
    return damagedFile('overlap', what, this.#word === 'line' ? second.place : undefined);
  }

  #grow(total: number): void {
    const store = new Uint8Array(Math.max(total, 2 * this.#store.length));
    store.set(this.#store);
    this.#store = store;
  }
}

const tooLarge = (what: string): Result<never, FirmwareError> =>
  err({
    kind: 'too-large',
    message: `The firmware file ${what}, which is the limit. Check that it is the file for this unit, or raise the limit in the shop's settings.`,
  });

const show = (address: number) => showHex(address, 8);
