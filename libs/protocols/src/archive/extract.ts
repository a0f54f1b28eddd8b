import { err, ok, type Result, showHex } from '@baylink/kernel';
import crc32 from 'crc/calculators/crc32';
import { Inflate } from 'fflate';
import type { ArchiveEntry } from './entry.js';
import { shownName } from './names.js';

/** Packed bytes at once: deflate makes at most 1032 of one, so that an entry that lies costs 4 MiB more than it says. */
const CHUNK = 4096;

/** Unpacks one entry into exactly the bytes that it says, and proves its CRC-32. The error is the rest of a sentence. */
export function extract(file: Uint8Array, entry: ArchiveEntry): Result<Uint8Array, string> {
  const packed = file.subarray(entry.from, entry.to);
  const content = entry.method === 'stored' ? ok(packed) : inflate(packed, entry.size);
  if (!content.ok) return err(`holds ${shownName(entry.name)}, which ${content.error}`);
  const computed = crc32(content.value, 2 ** 32) >>> 0;
  if (computed !== entry.crc32)
    return err(
      `holds ${shownName(entry.name)} with CRC-32 ${showHex(entry.crc32, 8)}, but its bytes give ${showHex(computed, 8)}`,
    );
  return content;
}

function inflate(packed: Uint8Array, size: number): Result<Uint8Array, string> {
  const content = new Uint8Array(size);
  let reached = 0;
  const stream = new Inflate((chunk) => {
    if (reached + chunk.length <= size) content.set(chunk, reached);
    reached += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length && reached <= size; at += CHUNK)
      stream.push(packed.subarray(at, at + CHUNK), at + CHUNK >= packed.length);
  } catch {
    return err('is not packed as it says (deflate)');
  }
  if (reached > size) return err(`unpacks to more than the ${size} bytes that it says`);
  return reached === size ? ok(content) : err(`unpacks to ${reached} bytes and says ${size}`);
}
