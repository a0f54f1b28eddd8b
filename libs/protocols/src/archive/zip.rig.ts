import { concat } from '@baylink/kernel';
import crc32 from 'crc/calculators/crc32';
import { deflateSync, strToU8 } from 'fflate';

/** One entry of an archive for tests; every field that a hostile archive lies about can be set. */
export interface RigEntry {
  readonly name: string;
  readonly localName?: string;
  readonly content: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Said to be so in the directory, whatever the content is. */
  readonly size?: number;
  readonly crc?: number;
  /** Unix mode, such as 0o120777 for a link. */
  readonly mode?: number;
  /** Index of another entry whose packed bytes this one names as its own. */
  readonly sharedWith?: number;
}

const u16 = (value: number) => Uint8Array.of(value & 0xff, (value >> 8) & 0xff);
const u32 = (value: number) => concat(u16(value & 0xffff), u16(value >>> 16));

/** A ZIP archive, written byte for byte. */
export function zipOf(entries: readonly RigEntry[], comment = ''): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const { name, localName = name, content, method = 8, flags = 0x0800 } = entry;
    const packed = method === 8 ? deflateSync(content) : content;
    const crc = entry.crc ?? crc32(content, 2 ** 32) >>> 0;
    const head = (named: Uint8Array) =>
      concat(
        u16(20),
        u16(flags),
        u16(method),
        u32(0),
        u32(crc),
        u32(packed.length),
        u32(entry.size ?? content.length),
        u16(named.length),
        u16(0),
      );
    const local = concat(u32(0x04034b50), head(strToU8(localName)), strToU8(localName), packed);
    offsets.push(entry.sharedWith === undefined ? at : (offsets[entry.sharedWith] ?? 0));
    const offset = offsets.at(-1) ?? 0;
    const attributes = u32(((entry.mode ?? 0o100644) * 65_536) >>> 0);
    centrals.push(
      concat(
        u32(0x02014b50),
        Uint8Array.of(20, 3),
        head(strToU8(name)),
        u16(0),
        u16(0),
        u16(0),
        attributes,
        u32(offset),
        strToU8(name),
      ),
    );
    if (entry.sharedWith === undefined) {
      locals.push(local);
      at += local.length;
    }
  }
  const directory = concat(...centrals);
  const end = concat(u16(0), u16(0), u16(entries.length), u16(entries.length), u32(directory.length), u32(at));
  return concat(...locals, directory, u32(0x06054b50), end, u16(comment.length), strToU8(comment));
}
