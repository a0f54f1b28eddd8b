import { readUint } from '@baylink/kernel';

const LENGTH_AT = 2;

/** maxNumberOfBlockLength of a positive answer to RequestDownload; the high nibble of the format byte is its width. (ISO 14229-1 RequestDownload) */
export function toldBlockLength(answer: Uint8Array): number | undefined {
  const width = (answer[1] ?? 0) >> 4;
  return width === 0 ? undefined : readUint(answer, LENGTH_AT, width);
}
