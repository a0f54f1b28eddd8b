export { listSerialPorts, openSerial } from './serial-port.js';
export * from './slcan-link.js';
