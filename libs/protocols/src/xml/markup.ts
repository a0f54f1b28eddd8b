import { err, ok, type Result } from '@baylink/kernel';
import type { XmlLimits } from './limits.js';

const LESS_THAN = 0x3c;
/** At each of these a parser begins a new piece of text: < & ] and the ends of lines. */
const COSTLY = new Set([LESS_THAN, 0x26, 0x5d, 0x0d, 0x0a]);
const MAY_BE_LONG: readonly { readonly opens: string; readonly closes: string; readonly what: string }[] = [
  { opens: '<!--', closes: '-->', what: 'comment' },
  { opens: '<?', closes: '?>', what: 'processing instruction' },
];

/**
 * What a parser would have to gather character by character is counted before it sees it: so many bytes of markup cost
 * it twenty times their size.
 */
export function withinMarkupLimits(bytes: Uint8Array, limits: XmlLimits): Result<void, string> {
  const costly = new Uint8Array(256);
  for (const byte of COSTLY) costly[byte] = 1;
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (costly[byte] === 0) continue;
    if (++count > limits.markup) return err(`has more than ${limits.markup} pieces of markup and lines`);
    if (byte !== LESS_THAN) continue;
    const long = MAY_BE_LONG.find(({ opens }) => standsAt(bytes, at, opens));
    if (long === undefined) continue;
    const end = endOf(bytes, at + long.opens.length, long.closes, limits.aside);
    if (end === undefined) return err(`has a ${long.what} of more than ${limits.aside} bytes, or one without end`);
    at = end - 1;
  }
  return ok();
}

function standsAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** The place behind `text`; `undefined` where it does not come within so many bytes. */
function endOf(bytes: Uint8Array, from: number, text: string, most: number): number | undefined {
  const last = text.charCodeAt(text.length - 1);
  const until = Math.min(bytes.length, from + most);
  for (let at = bytes.indexOf(last, from); at >= 0 && at < until; at = bytes.indexOf(last, at + 1)) {
    const begin = at + 1 - text.length;
    if (begin >= from && standsAt(bytes, begin, text)) return at + 1;
  }
  return undefined;
}
