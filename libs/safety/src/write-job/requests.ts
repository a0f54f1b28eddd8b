import { bytesOf, concat, uintBytes } from '@baylink/kernel';
import type { ProgrammingProfile } from '../profile/unit-profile.js';

/** Requests as bytes, by the names of ISO 14229-1. */
export const SESSION = {
  default: bytesOf(0x10, 0x01),
  programming: bytesOf(0x10, 0x02),
  extended: bytesOf(0x10, 0x03),
};
export const DTC_SETTING = { on: bytesOf(0x85, 0x01), off: bytesOf(0x85, 0x02) };
export const HARD_RESET = bytesOf(0x11, 0x01);
export const TRANSFER_EXIT = bytesOf(0x37);

/** enableRxAndTx, and enableRxAndDisableTx … of one communicationType. */
export const communication = (control: 'enable' | 'disable', type: number): Uint8Array =>
  bytesOf(0x28, control === 'enable' ? 0x00 : 0x03, type);

export const readDid = (did: number): Uint8Array => concat(bytesOf(0x22), uintBytes(did, 2));
export const writeDid = (did: number, value: Uint8Array): Uint8Array => concat(bytesOf(0x2e), uintBytes(did, 2), value);
/** reportDTCByStatusMask. */
export const readDtcs = (mask: number): Uint8Array => bytesOf(0x19, 0x02, mask);
export const requestSeed = (level: number): Uint8Array => bytesOf(0x27, level);
export const sendKey = (level: number, key: Uint8Array): Uint8Array => concat(bytesOf(0x27, level + 1), key);
export const transferData = (counter: number, data: Uint8Array = new Uint8Array()): Uint8Array =>
  concat(bytesOf(0x36, counter), data);
export const startRoutine = (rid: number, option: Uint8Array = new Uint8Array()): Uint8Array =>
  concat(bytesOf(0x31, 0x01), uintBytes(rid, 2), option);

/** addressAndLengthFormatIdentifier, memoryAddress, memorySize: size width in the high nibble. (ISO 14229-1 annex H) */
export const memoryRange = (
  { addressBytes, sizeBytes }: Pick<ProgrammingProfile, 'addressBytes' | 'sizeBytes'>,
  { address, size }: { readonly address: number; readonly size: number },
): Uint8Array =>
  concat(bytesOf((sizeBytes << 4) | addressBytes), uintBytes(address, addressBytes), uintBytes(size, sizeBytes));

/** Parameters behind the two identifier bytes of 22's answer; empty when the answer is too short. */
export const didValue = (response: Uint8Array): Uint8Array => response.subarray(3);
