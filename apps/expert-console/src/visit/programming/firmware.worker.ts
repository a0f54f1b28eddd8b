import type { FirmwareAnswer, FirmwareToRead } from './firmware-report.js';
import { readFirmware } from './read-firmware.js';

/** One file in, one answer out. A hostile file costs this worker, not the page. */
self.addEventListener('message', ({ data }: MessageEvent<FirmwareToRead>) => {
  const answer: FirmwareAnswer = readFirmware(new Uint8Array(data.file), data.reading);
  self.postMessage(answer);
});
