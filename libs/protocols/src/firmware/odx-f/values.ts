import { fromHex } from '@baylink/kernel';
import { childText, type XmlElement } from '../../xml/index.js';

/** Addresses and offsets: hex digits without 0x, at most 32 bits. (ISO 22901-1, FLASH: HexBinary values) */
export const hexValue = (text: string | undefined): number | undefined =>
  text !== undefined && /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : undefined;

/** Sizes: decimal digits. */
export const sizeValue = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;

/** Value of an element with a TYPE (A_BYTEFIELD, A_UINT32, A_ASCIISTRING, …) as bytes; text as its characters. */
export function typedBytes(element: XmlElement | undefined): Uint8Array | undefined {
  if (element === undefined) return undefined;
  switch (element.attributes.get('TYPE')) {
    case 'A_BYTEFIELD':
      return fromHex(element.text);
    case 'A_UINT32':
    case 'A_INT32': {
      const value = Number(element.text);
      if (!Number.isInteger(value)) return undefined;
      return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
    }
    default:
      return Uint8Array.from(element.text.slice(0, 256), (letter) => letter.charCodeAt(0));
  }
}

/** An address range that is written with an end (inclusive) or with a size. */
export function sourceRange(element: XmlElement): { readonly address: number; readonly size?: number } | undefined {
  const address = hexValue(childText(element, 'SOURCE-START-ADDRESS'));
  if (address === undefined) return undefined;
  const endText = childText(element, 'SOURCE-END-ADDRESS');
  const sizeText = childText(element, 'UNCOMPRESSED-SIZE');
  const end = hexValue(endText);
  const size = end === undefined ? sizeValue(sizeText) : end - address + 1;
  if (size === undefined) return endText === undefined && sizeText === undefined ? { address } : undefined;
  return size > 0 ? { address, size } : undefined;
}
