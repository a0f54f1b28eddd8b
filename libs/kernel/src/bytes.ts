const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Lower-case hex without separators. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** "10 03" for people. */
export const showBytes = (bytes: Uint8Array): string => Array.from(bytes, (byte) => HEX[byte]?.toUpperCase()).join(' ');

/** Parses hex with optional white space; `undefined` when it is anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  const packed = text.replace(/\s+/g, '');
  if (packed.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(packed)) return undefined;
  const bytes = new Uint8Array(packed.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = (nibble(packed.charCodeAt(2 * i)) << 4) | nibble(packed.charCodeAt(2 * i + 1));
  return bytes;
}

/** Of a hexadecimal digit, by its character code: letters of both cases have theirs from 0x41 on. */
const nibble = (digit: number): number => (digit & 0x0f) + (digit < 0x41 ? 0 : 9);

export const bytesOf = (...values: number[]): Uint8Array => new Uint8Array(values);

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Big-endian unsigned integer of `width` bytes (1 to 6) as bytes. */
export function uintBytes(value: number, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let i = width - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** Big-endian unsigned integer of `width` bytes (1 to 6) at `offset`; `undefined` when the bytes end before it does. */
export function readUint(bytes: Uint8Array, offset: number, width: number): number | undefined {
  if (offset < 0 || offset + width > bytes.length) return undefined;
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + (bytes[offset + i] ?? 0);
  return value;
}

/** "0x1001": how addresses are shown to people. */
export const showHex = (value: number, digits = 2): string =>
  `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;

/** Printable ASCII, everything else as a dot: text that came from a unit is shown only through this. */
export const showAscii = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
