import type { FirmwareImage } from '@baylink/protocols/firmware';
import { readHeader } from '@baylink/twin';
import type { ImageHeader } from './image.js';

/** Headers that this shop client can read at the start of an image, tried in turn. */
const READERS: readonly ((image: Uint8Array) => ImageHeader | undefined)[] = [
  (image) => {
    const header = readHeader(image);
    return header && { hardware: header.hardwareId, software: header.softwareId };
  },
];

/** What a file says about itself. One without a header that is known here says nothing. */
export function readImageHeader({ segments }: FirmwareImage): ImageHeader {
  const first = segments[0]?.bytes ?? new Uint8Array();
  for (const read of READERS) {
    const header = read(first);
    if (header) return header;
  }
  return { hardware: null, software: null };
}
