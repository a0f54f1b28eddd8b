import { err, ok, type Result, showHex } from '@baylink/kernel';

/** One CAN data frame (ISO 11898-1): 11- or 29-bit identifier, 0 to 8 data bytes, or up to 64 in the FD format. */
export interface CanFrame {
  readonly id: number;
  readonly extended: boolean;
  readonly data: Uint8Array;
  /** Present on a frame in the FD format: its data phase is sent at the second bit rate, or is not. */
  readonly fd?: { readonly bitRateSwitch: boolean };
}

export const MAX_BASE_ID = 0x7ff;
export const MAX_EXTENDED_ID = 0x1fff_ffff;
/** CAN_DL of the longest classic frame. */
export const MAX_CAN_DL = 8;

/** A data frame with an 11-bit identifier; what it is given must be in range (`checkFrame` for what is not trusted). */
export const baseFrame = (id: number, data: Uint8Array): CanFrame => ({ id, extended: false, data });

/** The frame itself when a classic CAN controller can send it, otherwise a sentence that names the value and the limit. */
export function checkFrame(frame: CanFrame): Result<CanFrame, string> {
  const limit = frame.extended ? MAX_EXTENDED_ID : MAX_BASE_ID;
  if (!Number.isInteger(frame.id) || frame.id < 0 || frame.id > limit) {
    const width = frame.extended ? '29-bit' : '11-bit';
    return err(`CAN identifier ${showHex(frame.id, 3)} is not a ${width} identifier: use 0 to ${showHex(limit, 3)}.`);
  }
  if (frame.data.length > MAX_CAN_DL) {
    return err(`A classic CAN frame carries at most ${MAX_CAN_DL} bytes and this one has ${frame.data.length}.`);
  }
  return ok(frame);
}
