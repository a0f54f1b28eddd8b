export * from './address.js';
export * from './channel.js';
export * from './failure.js';
export * from './functional.js';
export * from './options.js';
export { decodePdu, FRAME_BYTES, MAX_SINGLE, type Padding, type Pdu } from './pci.js';
export { decodeStMin, encodeStMin } from './stmin.js';
export type { Refusal } from './transmitter.js';
