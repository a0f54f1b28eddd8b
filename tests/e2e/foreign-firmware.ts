import { crc32 } from 'node:zlib';

/** A run of bytes at its address. */
export interface Segment {
  readonly address: number;
  readonly bytes: Buffer;
}

/** Bytes that follow from a seed, never 0xFF twice in a row: what a foreign compiler could have made. */
export function noise(length: number, seed: number): Buffer {
  let word = seed >>> 0;
  return Buffer.from(
    Array.from({ length }, () => {
      word = (Math.imul(word ^ (word >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
      return word >>> 24;
    }),
  );
}

/** Odd addresses, a gap across a 64 KiB border, a single byte, and the very last byte of the unit's flash. */
export const SCATTERED: readonly Segment[] = [
  { address: 0x0000_8001, bytes: noise(20_001, 1) },
  { address: 0x0001_fffd, bytes: noise(4_099, 2) },
  { address: 0x0006_0003, bytes: noise(1, 3) },
  { address: 0x000f_ff11, bytes: noise(0xef, 4) },
];

/** No header that is known here: the unit reports the CRC-32 of what it holds. */
export const crcOf = (segments: readonly Segment[]): string =>
  segments
    .reduce((sum, { bytes }) => crc32(bytes, sum), 0)
    .toString(16)
    .padStart(8, '0');

const checksum = (bytes: readonly number[]): number => -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;
const digits = (bytes: readonly number[]): string => Buffer.from(bytes).toString('hex').toUpperCase();

/** Intel HEX with CR LF, records of an odd length, upper halves of addresses by record type 04, and a start address. */
export function intelHex(segments: readonly Segment[], length = 29): Buffer {
  const record = (type: number, address: number, data: readonly number[]): string => {
    const body = [data.length, (address >> 8) & 0xff, address & 0xff, type, ...data];
    return `:${digits([...body, checksum(body)])}`;
  };
  const lines: string[] = [];
  let upper = 0;
  for (const { address, bytes } of segments) {
    for (let at = 0; at < bytes.length; ) {
      const here = address + at;
      if (here >>> 16 !== upper) {
        upper = here >>> 16;
        lines.push(record(4, 0, [upper >> 8, upper & 0xff]));
      }
      const end = Math.min(at + length, bytes.length, at + 0x1_0000 - (here & 0xffff));
      lines.push(record(0, here & 0xffff, [...bytes.subarray(at, end)]));
      at = end;
    }
  }
  lines.push(record(5, 0, [0, 0, 0x80, 0x01]), record(1, 0, []));
  return Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1');
}

/** Motorola S-records: S2 up to 16 MiB, in lower case, the segments in reverse order, with a count record. */
export function sRecords(segments: readonly Segment[], length = 33): Buffer {
  const record = (kind: number, width: number, address: number, data: readonly number[]): string => {
    const place = Array.from({ length: width }, (_, i) => (address >>> (8 * (width - 1 - i))) & 0xff);
    const body = [width + data.length + 1, ...place, ...data];
    return `S${kind}${digits([...body, ~body.reduce((sum, byte) => sum + byte, 0) & 0xff])}`;
  };
  const lines = [record(0, 2, 0, [...Buffer.from('foreign tool 7.1')])];
  for (const { address, bytes } of [...segments].reverse())
    for (let at = 0; at < bytes.length; at += length)
      lines.push(record(2, 3, address + at, [...bytes.subarray(at, at + length)]));
  lines.push(record(5, 2, lines.length - 1, []), record(8, 3, 0x8001, []));
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1');
}
