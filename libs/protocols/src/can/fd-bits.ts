import { dlcOf } from './dlc.table.js';
import type { CanFrame } from './frame.js';
import { WireCounter } from './wire-counter.js';

/** Bits of a frame in the FD format, by the bit rate at which they are sent. */
export interface FdBits {
  readonly arbitration: number;
  readonly data: number;
}

/** ACK slot, ACK delimiter and seven bits end of frame. */
const TAIL_BITS = 9;
const STUFF_COUNT_BITS = 4;
/** The longest data field that CRC-17 protects; beyond it is CRC-21. (ISO 11898-1, CRC sequence) */
const CRC17_LIMIT = 16;
const CRC_DELIMITER = 1;

/** Stuff count and CRC sequence with a fixed stuff bit before the first bit and after every four. */
function checkBits(dataLength: number): number {
  const bits = STUFF_COUNT_BITS + (dataLength > CRC17_LIMIT ? 21 : 17);
  return bits + 1 + Math.floor(bits / 4) + CRC_DELIMITER;
}

/** SOF, identifier and the bits up to BRS, which is the last one at the first bit rate. */
function arbitrationField(wire: WireCounter, { id, extended, fd }: CanFrame): void {
  wire.put(0, 1); // start of frame
  if (extended) {
    wire.put(id >>> 18, 11);
    wire.put(0b11, 2); // SRR, IDE
    wire.put(id & 0x3ffff, 18);
    wire.put(0b010, 3); // RRS, FDF, res
  } else {
    wire.put(id, 11);
    wire.put(0b0010, 4); // RRS, IDE, FDF, res
  }
  wire.put(fd?.bitRateSwitch ? 1 : 0, 1);
}

/**
 * Bits of a frame in the FD format from start of frame to end of frame, stuff bits included, intermission not. The rates
 * change at the sample points of BRS and of the CRC delimiter; with the same sample point in both phases what is cut
 * off the one is added at the other, so BRS counts whole as slow and the delimiter whole as fast. ESI is dominant: the
 * sender is error active.
 */
export function fdBits(frame: CanFrame): FdBits {
  const wire = new WireCounter();
  arbitrationField(wire, frame);
  const slow = wire.bits;
  wire.put(0, 1); // ESI
  wire.put(dlcOf(frame.data.length) ?? 0, 4);
  for (const byte of frame.data) wire.put(byte, 8);
  const fast = wire.bitsBeforeFixed - slow + checkBits(frame.data.length);
  return frame.fd?.bitRateSwitch
    ? { arbitration: slow + TAIL_BITS, data: fast }
    : { arbitration: slow + fast + TAIL_BITS, data: 0 };
}

/** The fewest bits that an FD frame of this length can have in each phase, and the most. */
export function fdBounds(
  dataLength: number,
  extended: boolean,
  bitRateSwitch: boolean,
): { readonly least: FdBits; readonly most: FdBits } {
  const slow = extended ? 36 : 17;
  const fast = 5 + 8 * dataLength;
  const stuff = Math.floor((slow + fast - 1) / 4);
  const slowStuff = Math.min(stuff, Math.ceil(slow / 4));
  const bits = (slowMore: number, fastMore: number): FdBits => {
    const arbitration = slow + slowMore + TAIL_BITS;
    const data = fast + fastMore + checkBits(dataLength);
    return bitRateSwitch ? { arbitration, data } : { arbitration: arbitration + data, data: 0 };
  };
  return { least: bits(0, 0), most: bits(slowStuff, stuff - slowStuff) };
}
