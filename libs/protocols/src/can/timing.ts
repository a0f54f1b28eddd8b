import { type Millis, millis } from '@baylink/kernel';
import { classicBits, classicBounds } from './classic-bits.js';
import { type FdBits, fdBits, fdBounds } from './fd-bits.js';
import type { CanFrame } from './frame.js';

/** Bits of intermission between two frames: a following frame cannot begin earlier. */
export const INTERFRAME_BITS = 3;

/** In bit/s. */
export interface BitRates {
  readonly nominal: number;
  /** Of the data phase of frames that switch. */
  readonly data: number;
}

/** What the length of a frame on the wire depends on, its content apart. */
export interface FrameShape {
  readonly dataLength: number;
  readonly extended: boolean;
  readonly fd?: CanFrame['fd'];
}

const taken = ({ arbitration, data }: FdBits, rates: BitRates): Millis =>
  millis(((arbitration + INTERFRAME_BITS) * 1000) / rates.nominal + (data * 1000) / rates.data);

const slowOnly = (arbitration: number): FdBits => ({ arbitration, data: 0 });

/** Bits of a data frame from start of frame to end of frame, stuff bits included, intermission not. */
export const frameBits = (frame: CanFrame): FdBits =>
  frame.fd === undefined ? slowOnly(classicBits(frame)) : fdBits(frame);

/** How long the bus is taken by this frame, intermission included. */
export const frameTime = (frame: CanFrame, rates: BitRates): Millis => taken(frameBits(frame), rates);

function bounds({ dataLength, extended, fd }: FrameShape): { readonly least: FdBits; readonly most: FdBits } {
  if (fd !== undefined) return fdBounds(dataLength, extended, fd.bitRateSwitch);
  const { least, most } = classicBounds(dataLength, extended);
  return { least: slowOnly(least), most: slowOnly(most) };
}

/** The least that a frame of this shape can take: no stuff bit but the fixed ones, intermission included. */
export const minimumFrameTime = (shape: FrameShape, rates: BitRates): Millis => taken(bounds(shape).least, rates);

/** The most that a frame of this shape can take: a stuff bit after every four, intermission included. */
export const maximumFrameTime = (shape: FrameShape, rates: BitRates): Millis => taken(bounds(shape).most, rates);
