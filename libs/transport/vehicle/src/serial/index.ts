export { endAtHangUp } from './hang-up.js';
export { openFailure } from './sentences.js';
export { listSerialPorts, openSerial, type Serial, type SerialListener, type SerialSettings } from './serial-port.js';
