import { inQuarantine } from '../quarantine/quarantine.js';
import type { ImageReader } from './image.js';

/** Reads a staged file where a hostile one does no harm. */
export const quarantinedImage =
  (): ImageReader =>
  async ({ bytes, ...question }) =>
    (await inQuarantine('loadImage', bytes, question)).outcome;
