import type { CanFrame } from './frame.js';
import { WireCounter } from './wire-counter.js';

/** CRC delimiter, ACK slot, ACK delimiter and seven bits end of frame: never stuffed. */
const TAIL_BITS = 10;

/** Bits of a classic data frame from start of frame to end of frame, stuff bits included, intermission not. */
export function classicBits({ id, extended, data }: CanFrame): number {
  const wire = new WireCounter();
  wire.put(0, 1); // start of frame
  if (extended) {
    wire.put(id >>> 18, 11);
    wire.put(0b11, 2); // SRR, IDE
    wire.put(id & 0x3ffff, 18);
  } else {
    wire.put(id, 11);
  }
  wire.put(0b000, 3); // base: RTR, IDE, r0; extended: RTR, r1, r0
  wire.put(data.length, 4);
  for (const byte of data) wire.put(byte, 8);
  wire.put(wire.crc, 15);
  return wire.bits + TAIL_BITS;
}

/** The fewest and the most bits that a classic frame of this length can have. */
export function classicBounds(
  dataLength: number,
  extended: boolean,
): { readonly least: number; readonly most: number } {
  const stuffed = (extended ? 54 : 34) + 8 * dataLength;
  const least = stuffed + TAIL_BITS;
  return { least, most: least + Math.floor((stuffed - 1) / 4) };
}
