import type { FirmwareAnswer } from './firmware-report.js';
import { readFirmware } from './read-firmware.js';

/** One file in, one answer out. A hostile file costs this worker, not the page. */
self.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
  const answer: FirmwareAnswer = readFirmware(new Uint8Array(event.data));
  self.postMessage(answer);
});
