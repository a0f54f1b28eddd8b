import { bytesOf, concat } from '@baylink/kernel';

/** Requests that are the same in ISO 14229-1 and in ISO 14230-3; all others are in `words`. */
export const HARD_RESET = bytesOf(0x11, 0x01);
export const TRANSFER_EXIT = bytesOf(0x37);

export const requestSeed = (level: number): Uint8Array => bytesOf(0x27, level);
export const sendKey = (level: number, key: Uint8Array): Uint8Array => concat(bytesOf(0x27, level + 1), key);
