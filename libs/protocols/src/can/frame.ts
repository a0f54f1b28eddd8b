import { err, ok, type Result, showHex } from '@baylink/kernel';
import { dlcOf, MAX_FD_DL } from './dlc.table.js';

/** One CAN data frame (ISO 11898-1): 11- or 29-bit identifier, 0 to 8 data bytes, or up to 64 in the FD format. */
export interface CanFrame {
  readonly id: number;
  readonly extended: boolean;
  readonly data: Uint8Array;
  /** Present on a frame in the FD format: its data phase is sent at the second bit rate, or is not. */
  readonly fd?: { readonly bitRateSwitch: boolean };
}

/** What a controller can send: classic frames alone, or those of the FD format too. */
export type CanFormats = 'classic' | 'fd';

export const MAX_BASE_ID = 0x7ff;
export const MAX_EXTENDED_ID = 0x1fff_ffff;
/** CAN_DL of the longest classic frame. */
export const MAX_CAN_DL = 8;

/** A data frame with an 11-bit identifier; what it is given must be in range (`checkFrame` for what is not trusted). */
export const baseFrame = (id: number, data: Uint8Array): CanFrame => ({ id, extended: false, data });

/** The frame itself when a controller for these formats can send it, otherwise a sentence that names the value and the limit. */
export function checkFrame(frame: CanFrame, formats: CanFormats = 'classic'): Result<CanFrame, string> {
  const fault = faultOfId(frame) ?? (frame.fd === undefined ? faultOfClassic(frame) : faultOfFd(frame, formats));
  return fault === undefined ? ok(frame) : err(fault);
}

function faultOfId({ id, extended }: CanFrame): string | undefined {
  const limit = extended ? MAX_EXTENDED_ID : MAX_BASE_ID;
  if (Number.isInteger(id) && id >= 0 && id <= limit) return undefined;
  const width = extended ? '29-bit' : '11-bit';
  return `CAN identifier ${showHex(id, 3)} is not a ${width} identifier: use 0 to ${showHex(limit, 3)}.`;
}

function faultOfClassic({ data }: CanFrame): string | undefined {
  if (data.length <= MAX_CAN_DL) return undefined;
  return `A classic CAN frame carries at most ${MAX_CAN_DL} bytes and this one has ${data.length}.`;
}

function faultOfFd({ data }: CanFrame, formats: CanFormats): string | undefined {
  if (formats === 'classic')
    return 'This link carries classic CAN frames and the frame is in the FD format: open the link with an FD data rate, or use an adapter that can.';
  if (dlcOf(data.length) !== undefined) return undefined;
  return `A CAN FD frame carries 0 to 8, 12, 16, 20, 24, 32, 48 or ${MAX_FD_DL} bytes and this one has ${data.length}.`;
}
