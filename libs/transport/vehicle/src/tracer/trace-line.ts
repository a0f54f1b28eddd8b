import { type Millis, showBytes, showHex } from '@baylink/kernel';
import { describe } from '@baylink/protocols/uds';

/**
 * Services whose bytes after SID and sub-function are secrets or answers to secrets, request and positive response:
 * SecurityAccess and Authentication. (ISO 14229-1 10.4, 10.6)
 */
const SECRET_SERVICES: ReadonlySet<number> = new Set([0x27, 0x67, 0x29, 0x69]);
const TOLD_OF_SECRET = 2;
const SHOWN_BYTES = 24;
const SHOWN_TEXT = 160;

export interface Traced {
  readonly at: Millis;
  readonly way: 'tx' | 'rx';
  /** Logical address; `undefined` for a request to all. */
  readonly unit: number | undefined;
  readonly bytes: Uint8Array;
}

/** `   12.345678 tx 0x1001 ReadDataByIdentifier: DID … [22 F1 90]`, seconds on the monotonic clock; never a line feed inside. */
export function traceLine({ at, way, unit, bytes }: Traced): string {
  const who = unit === undefined ? 'all   ' : showHex(unit, 4);
  return `${stamp(at)} ${way} ${who} ${textOf(bytes)} [${shown(bytes)}]`;
}

/** What happened to the link itself. */
export const noteLine = (at: Millis, note: string): string => `${stamp(at)} -- ${note.replace(/\s+/g, ' ')}`;

const stamp = (at: Millis): string => (at / 1000).toFixed(6).padStart(13);

const isSecret = (bytes: Uint8Array): boolean => SECRET_SERVICES.has(bytes[0] ?? 0) && bytes.length > TOLD_OF_SECRET;

function textOf(bytes: Uint8Array): string {
  const { text, service } = describe(bytes);
  const told = isSecret(bytes) ? service : text.replace(/\s+/g, ' ');
  return told.length > SHOWN_TEXT ? `${told.slice(0, SHOWN_TEXT)}…` : told;
}

function shown(bytes: Uint8Array): string {
  const most = isSecret(bytes) ? TOLD_OF_SECRET : SHOWN_BYTES;
  if (bytes.length <= most) return showBytes(bytes);
  const rest = bytes.length - most;
  return `${showBytes(bytes.subarray(0, most))} ${isSecret(bytes) ? `+${rest} withheld` : `+${rest}`}`;
}
