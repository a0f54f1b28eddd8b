export * from './address.js';
export * from './channel.js';
export * from './failure.js';
export * from './functional.js';
export { type AddressBytes, type FrameLayout, maxSingle, type Padding, type TxDl } from './layout.js';
export * from './options.js';
export { decodePdu, MAX_SHORT_LENGTH, type Pdu } from './pci.js';
export { decodeStMin, encodeStMin } from './stmin.js';
export type { Refusal } from './transmitter.js';
