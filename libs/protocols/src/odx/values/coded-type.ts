import { hex, readUint, showAscii } from '@baylink/kernel';
import { childText, type XmlElement } from '../../xml/index.js';

/** A value as it is on the wire, before a COMPU-METHOD makes it physical. */
export type InternalValue = number | string;

/** `bits` from `byte` on, `bit` counted from the least significant of that byte. */
export interface Place {
  readonly byte: number;
  readonly bit: number;
}

export interface Taken {
  readonly value: InternalValue;
  /** Offset after the last byte that the value touches. */
  readonly end: number;
}

/** Reads one value of a DIAG-CODED-TYPE; `undefined` where the bytes end before it or its kind is not read here. */
export function takeCoded(type: XmlElement, bytes: Uint8Array, place: Place): Taken | undefined {
  switch (type.attributes.get('xsi:type')) {
    case 'STANDARD-LENGTH-TYPE':
      return takeBits(type, bytes, place, Number(childText(type, 'BIT-LENGTH') ?? 0));
    case 'LEADING-LENGTH-INFO-TYPE': {
      const length = takeInteger(bytes, place, Number(childText(type, 'BIT-LENGTH') ?? 0), true);
      if (length === undefined) return undefined;
      return takeBits(type, bytes, { byte: length.end, bit: 0 }, 8 * Number(length.value));
    }
    case 'MIN-MAX-LENGTH-TYPE':
      return takeMinMax(type, bytes, place);
    default:
      return undefined;
  }
}

function takeBits(type: XmlElement, bytes: Uint8Array, place: Place, bits: number): Taken | undefined {
  const base = type.attributes.get('BASE-DATA-TYPE') ?? 'A_UINT32';
  const highLow = type.attributes.get('IS-HIGHLOW-BYTE-ORDER') !== 'false';
  if (!Number.isInteger(bits) || bits < 0 || bits > 8 * bytes.length) return undefined;
  if (base === 'A_UINT32' || base === 'A_INT32') {
    const taken = takeInteger(bytes, place, bits, highLow);
    if (taken === undefined || base === 'A_UINT32') return taken;
    return { ...taken, value: taken.value >= 2 ** (bits - 1) ? taken.value - 2 ** bits : taken.value };
  }
  const end = place.byte + Math.ceil(bits / 8);
  if (end > bytes.length) return undefined;
  const part = bytes.slice(place.byte, end);
  if (base.startsWith('A_FLOAT')) {
    if (part.length !== 4 && part.length !== 8) return undefined;
    const view = new DataView(part.buffer);
    return { value: part.length === 4 ? view.getFloat32(0, !highLow) : view.getFloat64(0, !highLow), end };
  }
  return { value: textOf(base, part, highLow), end };
}

function takeInteger(bytes: Uint8Array, { byte, bit }: Place, bits: number, highLow: boolean) {
  const width = Math.ceil((bit + bits) / 8);
  const end = byte + width;
  if (bits === 0 || bits > 32 || end > bytes.length) return undefined;
  const part = bytes.slice(byte, end);
  const whole = readUint(highLow ? part : part.reverse(), 0, width) ?? 0;
  return { value: Math.floor(whole / 2 ** bit) % 2 ** bits, end };
}

/** Up to a terminator, the end of the message, or MAX-LENGTH. */
function takeMinMax(type: XmlElement, bytes: Uint8Array, { byte }: Place): Taken | undefined {
  const least = Number(childText(type, 'MIN-LENGTH') ?? 0);
  const most = Number(childText(type, 'MAX-LENGTH') ?? bytes.length);
  const last = Math.min(bytes.length, byte + most);
  const stop = { ZERO: 0x00, 'HEX-FF': 0xff }[type.attributes.get('TERMINATION') ?? ''];
  const found = stop === undefined ? -1 : bytes.subarray(0, last).indexOf(stop, byte + least);
  const end = found < 0 ? last : found;
  if (end - byte < least) return undefined;
  const base = type.attributes.get('BASE-DATA-TYPE') ?? 'A_BYTEFIELD';
  return { value: textOf(base, bytes.slice(byte, end), true), end: found < 0 ? end : end + 1 };
}

/** Text for strings, hex digits for byte fields. Unprintable characters are dots: it is shown to people. */
function textOf(base: string, part: Uint8Array, highLow: boolean): string {
  if (base === 'A_ASCIISTRING' || base === 'A_UTF8STRING') return showAscii(part);
  if (base !== 'A_UNICODE2STRING') return hex(part);
  let text = '';
  for (let at = 0; at + 1 < part.length; at += 2) {
    const [first = 0, second = 0] = part.subarray(at, at + 2);
    text += String.fromCharCode(highLow ? first * 256 + second : second * 256 + first);
  }
  return text;
}
