import { type Millis, millis } from '@baylink/kernel';
import { crc15 } from './crc15.js';
import type { CanFrame } from './frame.js';

/** CRC delimiter, ACK slot, ACK delimiter and seven bits end of frame: never stuffed. */
const TAIL_BITS = 10;
/** Bits of intermission between two frames: a following frame cannot begin earlier. */
export const INTERFRAME_BITS = 3;
/** Equal bits after which the sender inserts one of the other value. */
const STUFF_AFTER = 5;

/** Walks the stuffed part of a frame bit by bit, counting what is really on the wire. */
class WireCounter {
  bits = 0;
  crc = 0;
  #run = 0;
  #last = -1;

  put(value: number, width: number): void {
    for (let i = width - 1; i >= 0; i--) {
      const bit = (value >>> i) & 1;
      this.crc = crc15(this.crc, bit);
      this.#wire(bit);
    }
  }

  #wire(bit: number): void {
    this.bits++;
    this.#run = bit === this.#last ? this.#run + 1 : 1;
    this.#last = bit;
    if (this.#run < STUFF_AFTER) return;
    this.bits++;
    this.#run = 1;
    this.#last = 1 - bit;
  }
}

function header(wire: WireCounter, frame: CanFrame): void {
  wire.put(0, 1); // start of frame
  if (frame.extended) {
    wire.put(frame.id >>> 18, 11);
    wire.put(0b11, 2); // SRR, IDE
    wire.put(frame.id & 0x3ffff, 18);
  } else {
    wire.put(frame.id, 11);
  }
  wire.put(0b000, 3); // base: RTR, IDE, r0; extended: RTR, r1, r0
  wire.put(frame.data.length, 4);
}

/** Bits of a classic data frame from start of frame to end of frame, stuff bits included, intermission not. */
export function frameBits(frame: CanFrame): number {
  const wire = new WireCounter();
  header(wire, frame);
  for (const byte of frame.data) wire.put(byte, 8);
  wire.put(wire.crc, 15);
  return wire.bits + TAIL_BITS;
}

/** How long the bus is taken by this frame, intermission included. `bitRate` in bit/s. */
export const frameTime = (frame: CanFrame, bitRate: number): Millis =>
  millis(((frameBits(frame) + INTERFRAME_BITS) * 1000) / bitRate);

const fixedBits = (dataLength: number, extended: boolean): number => (extended ? 54 : 34) + 8 * dataLength;

/** The least that a frame of this length can take: no stuff bit at all, intermission included. `bitRate` in bit/s. */
export const minimumFrameTime = (dataLength: number, extended: boolean, bitRate: number): Millis =>
  millis(((fixedBits(dataLength, extended) + TAIL_BITS + INTERFRAME_BITS) * 1000) / bitRate);

/** The most that a frame of this length can take: a stuff bit after every four, intermission included. `bitRate` in bit/s. */
export function maximumFrameTime(dataLength: number, extended: boolean, bitRate: number): Millis {
  const fixed = fixedBits(dataLength, extended);
  const stuff = Math.floor((fixed - 1) / 4);
  return millis(((fixed + stuff + TAIL_BITS + INTERFRAME_BITS) * 1000) / bitRate);
}
