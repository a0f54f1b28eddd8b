import { concat } from '@baylink/kernel';
import type { MessageFilter } from './filters.js';
import { TX_FLAGS } from './flags.js';
import { type MemoryModel, structure } from './memory-model.js';
import { getLong, type LongSize, viewOf } from './message.js';

/** The vehicle's plug. (05.00 7.3.5) */
const J1962_CONNECTOR = 1;
/** CAN high and low, and the battery's plus at that plug. (SAE J1962) */
export const CAN_PINS: readonly number[] = [6, 14];
export const BATTERY_PIN = 16;
/** PassThruSelect waits for what can be read; there is no other type. (05.00 7.3.9) */
export const READABLE_TYPE = 1;
/** In front of the name of a device in PassThruOpen. (05.00 7.3.3) */
const API_DESIGNATION = 'J2534-1:';
export const LONGEST_NAME = 99;

export const designated = (device: string): string => (device.startsWith('J2534-') ? device : API_DESIGNATION + device);

/** Pins of the vehicle's plug; `list` is where their numbers are. */
export const resource = (pins: number, list: bigint, model: MemoryModel): Uint8Array =>
  structure([{ number: J1962_CONNECTOR }, { number: pins }, { address: list }], model);

/** Channels of which at least one has something to read; the library overwrites list and count with those that have. */
export const channelSet = (count: number, list: bigint, model: MemoryModel): Uint8Array =>
  structure([{ number: count }, { number: 1 }, { address: list }], model);

export const channelSetCount = (set: Uint8Array): number => getLong(viewOf(set), 0);

const ADDRESS_ROOM = 5;
const addressBytes = (data: Uint8Array): Uint8Array =>
  concat(data.subarray(0, ADDRESS_ROOM), new Uint8Array(Math.max(0, ADDRESS_ROOM - data.length)));

/**
 * The two ends of a logical channel of ISO 15765, from the flow control filter that says the same in 04.04: what comes
 * to the local end has the unit's identifier, and what goes to the remote end the tester's. (05.00 7.3.7)
 */
export function channelDescriptor({ pattern, flowControl }: MessageFilter, model: MemoryModel): Uint8Array {
  const remote = flowControl ?? pattern;
  return structure(
    [
      { number: pattern.txFlags & (TX_FLAGS.CAN_29BIT_ID | TX_FLAGS.ISO15765_ADDR_TYPE) },
      { number: remote.txFlags },
      { bytes: addressBytes(pattern.data) },
      { bytes: addressBytes(remote.data) },
    ],
    model,
  );
}

const NAME_BYTES = 80;
const DEVICE_NUMBERS = 6;
const IN_USE = 2;

/** A device that PassThruGetNextDevice tells of. (05.00 7.3.2) */
export interface FoundDevice {
  readonly name: string;
  readonly inUse: boolean;
}

export const deviceRoom = (long: LongSize): Uint8Array => new Uint8Array(NAME_BYTES + DEVICE_NUMBERS * long);

export function foundDevice(bytes: Uint8Array): FoundDevice {
  const end = bytes.subarray(0, NAME_BYTES).indexOf(0);
  const name = bytes.subarray(0, end === -1 ? NAME_BYTES : end);
  return { name: String.fromCharCode(...name), inUse: getLong(viewOf(bytes), NAME_BYTES) === IN_USE };
}
