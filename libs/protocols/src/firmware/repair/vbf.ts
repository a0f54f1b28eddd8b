import { concat, err, ok, type Result, readUint, uintBytes } from '@baylink/kernel';
import ccittFalse from 'crc/calculators/crc16ccitt';
import { crc32 } from '../crc32.js';
import { readVbfHeader, type VbfHeader } from '../vbf/header.js';
import { vbfNumber } from '../vbf/numbers.js';
import type { Correction, RepairedFile } from './repaired-file.js';

const HEAD = 8;
const CRC = 2;

interface Block {
  readonly number: number;
  readonly address: number;
  /** Offsets of its bytes in the file. */
  readonly from: number;
  readonly to: number;
}

/** Makes the CRC-16 of every plain block and file_checksum right. Lengths and addresses stay as they are. */
export function repairVbf(file: Uint8Array): Result<RepairedFile, string> {
  const read = readVbfHeader(file);
  if (!read.ok) return err(`The firmware file is no VBF that can be corrected: it ${read.error}.`);
  const header = read.value;
  const found = blocksOf(file, header.end);
  if (!found.ok) return found;
  const repaired = file.slice();
  const plain = (vbfNumber(header.values.get('data_format_identifier')) ?? 0) === 0;
  const corrections = plain ? found.value.flatMap((block) => repairBlock(repaired, block)) : [];
  return repairWhole(repaired, header, corrections);
}

/** Puts bytes of the unit's memory into the blocks that hold them, and makes the sums right again. */
export function patchVbf(file: Uint8Array, changes: readonly Correction[]): Result<Uint8Array, string> {
  const header = readVbfHeader(file);
  const found = header.ok ? blocksOf(file, header.value.end) : header;
  if (!found.ok) return found;
  const patched = file.slice();
  for (const { address, computed } of changes)
    for (const [i, byte] of computed.entries()) {
      const block = found.value.find(({ address: start, from, to }) => {
        const offset = address + i - start;
        return offset >= 0 && offset < to - from;
      });
      if (block !== undefined) patched[block.from + address + i - block.address] = byte;
    }
  const repaired = repairVbf(patched);
  return repaired.ok ? ok(repaired.value.file) : repaired;
}

function blocksOf(file: Uint8Array, start: number): Result<readonly Block[], string> {
  const blocks: Block[] = [];
  for (let at = start; at < file.length; ) {
    const address = readUint(file, at, 4);
    const to = at + HEAD + (readUint(file, at + 4, 4) ?? file.length);
    if (address === undefined || to + CRC > file.length)
      return err(`Block ${blocks.length + 1} of the firmware file ends after the file: that is no wrong checksum.`);
    blocks.push({ number: blocks.length + 1, address, from: at + HEAD, to });
    at = to + CRC;
  }
  return ok(blocks);
}

/** Writes into `file`. */
function repairBlock(file: Uint8Array, { number, from, to }: Block): readonly Correction[] {
  const stored = file.slice(to, to + CRC);
  const computed = uintBytes(ccittFalse(file.subarray(from, to)), CRC);
  if (stored.every((byte, i) => byte === computed[i])) return [];
  file.set(computed, to);
  return [{ checksum: `CRC-16/CCITT-FALSE of block ${number}`, in: 'file', address: to, stored, computed }];
}

function repairWhole(
  file: Uint8Array,
  { values, places, end }: VbfHeader,
  corrections: readonly Correction[],
): Result<RepairedFile, string> {
  const stored = values.get('file_checksum');
  const place = places.get('file_checksum');
  if (typeof stored !== 'string' || place === undefined)
    return err('The firmware file carries no file_checksum in its header, so that there is none to correct.');
  const computed = crc32(file.subarray(end));
  if (vbfNumber(stored) === computed) return ok({ file, corrections });
  const text = `0x${computed.toString(16).toUpperCase().padStart(8, '0')}`;
  const spelled = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const whole: Correction = {
    checksum: 'CRC-32 of all blocks (file_checksum)',
    in: 'file',
    address: place.from,
    stored: uintBytes(vbfNumber(stored) ?? 0, 4),
    computed: uintBytes(computed, 4),
  };
  return ok({
    file: concat(file.subarray(0, place.from), spelled, file.subarray(place.to)),
    corrections: [...corrections, whole],
  });
}
