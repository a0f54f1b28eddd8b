import { concat, fromHex } from '@baylink/kernel';

const LENGTH_LINE = /^[0-9A-F]{3}$/i;
const NUMBERED_LINE = /^([0-9A-F]):\s*(.+)$/i;

type Reading =
  | { readonly phase: 'between' }
  | { readonly phase: 'numbered'; readonly length: number; readonly parts: Uint8Array; readonly next: number };

/**
 * The messages in the lines of a reply without headers: short ones a line each, long ones as a line of length and numbered
 * lines. A long one with a line missing or out of order is left out.
 */
export function readHeaderless(lines: readonly string[]): readonly Uint8Array[] {
  const messages: Uint8Array[] = [];
  let reading: Reading = { phase: 'between' };
  for (const line of lines) {
    const packed = line.replace(/\s+/g, '');
    const numbered = NUMBERED_LINE.exec(line);
    if (LENGTH_LINE.test(packed)) {
      reading = { phase: 'numbered', length: Number.parseInt(packed, 16), parts: new Uint8Array(), next: 0 };
    } else if (numbered !== null) {
      reading = continued(reading, Number.parseInt(numbered[1] ?? '', 16), fromHex(numbered[2] ?? ''));
      if (reading.phase === 'numbered' && reading.parts.length >= reading.length) {
        messages.push(reading.parts.slice(0, reading.length));
        reading = { phase: 'between' };
      }
    } else {
      const bytes = fromHex(packed);
      if (bytes !== undefined && bytes.length > 0) messages.push(bytes);
      reading = { phase: 'between' };
    }
  }
  return messages;
}

function continued(reading: Reading, number: number, bytes: Uint8Array | undefined): Reading {
  if (reading.phase === 'between' || bytes === undefined || number !== reading.next) return { phase: 'between' };
  return { ...reading, parts: concat(reading.parts, bytes), next: (number + 1) & 0x0f };
}
