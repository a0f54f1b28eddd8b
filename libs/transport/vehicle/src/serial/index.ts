export { endAtHangUp } from './hang-up.js';
export { type OpenPort, openPort, type SerialListener, type SerialSettings } from './open-port.js';
export { openFailure } from './sentences.js';
export { listSerialPorts, openSerial, type Serial } from './serial-port.js';
