import { ok, type Result } from '@baylink/kernel';
import { type Line, lines } from '../lines.js';
import type { Correction, RepairedFile } from './repaired-file.js';

/** Characters before the digits, and what all bytes have to add up to. */
const KINDS: ReadonlyMap<number, { readonly skip: number; readonly sum: number }> = new Map([
  [0x3a, { skip: 1, sum: 0 }],
  [0x53, { skip: 2, sum: 0xff }],
  [0x73, { skip: 2, sum: 0xff }],
]);
const MOST_TOLD = 1000;

/** Makes the last byte of each record the right one; what is wrong otherwise stays for the parser to refuse. */
export function repairRecords(file: Uint8Array): Result<RepairedFile, string> {
  const repaired = file.slice();
  const corrections: Correction[] = [];
  for (const line of lines(file)) {
    const bytes = bytesOf(file, line);
    if (bytes === undefined) continue;
    const stored = bytes.values.at(-1) ?? 0;
    const right = (bytes.sum - bytes.values.slice(0, -1).reduce((sum, byte) => sum + byte, 0)) & 0xff;
    if (stored === right) continue;
    const at = line.to - 2;
    repaired.set(Uint8Array.from(right.toString(16).toUpperCase().padStart(2, '0'), codeOf), at);
    if (corrections.length === MOST_TOLD) continue;
    corrections.push({
      checksum: `checksum of the record on line ${line.number}`,
      in: 'file',
      address: at,
      stored: Uint8Array.of(stored),
      computed: Uint8Array.of(right),
    });
  }
  return ok({ file: repaired, corrections });
}

function bytesOf(
  file: Uint8Array,
  line: Line,
): { readonly values: readonly number[]; readonly sum: number } | undefined {
  const kind = KINDS.get(file[line.from] ?? 0);
  if (kind === undefined) return undefined;
  const digits = String.fromCharCode(...file.subarray(line.from + kind.skip, Math.min(line.to, line.from + LONGEST)));
  if (!/^([0-9a-f]{2})+$/i.test(digits) || line.to - line.from > LONGEST) return undefined;
  return { values: digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [], sum: kind.sum };
}

/** No record of either format has more characters. */
const LONGEST = 600;
const codeOf = (letter: string) => letter.charCodeAt(0);
