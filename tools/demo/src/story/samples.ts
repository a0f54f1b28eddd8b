import { fileURLToPath } from 'node:url';

const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../../apps/virtual-vehicle/samples/${name}`, import.meta.url));

/** Firmware that ships with the sample car. */
export const SAMPLES = {
  update: sample('engine-0200.hex'),
  updateSRecord: sample('engine-0200.s19'),
  foreign: sample('engine-other-hardware.hex'),
} as const;
