import { concat, err, ok, type Result } from '@baylink/kernel';

/** Who talks to whom. The two top bits of the format byte say which of these it is. (ISO 14230-2 4.1.1) */
export type Header =
  /** One-byte header: both sides know each other. */
  | { readonly kind: 'none' }
  | { readonly kind: 'physical' | 'functional'; readonly target: number; readonly source: number }
  /** Three fixed bytes without a length: the message ends where the line falls silent. (ISO 9141-2 8.2) */
  | { readonly kind: 'carb'; readonly format: number; readonly target: number; readonly source: number };

export interface KLineMessage {
  readonly header: Header;
  readonly data: Uint8Array;
}

/** Where the length stands: in the format byte, or in a byte of its own behind the header. (ISO 14230-2 4.1.4) */
export type LengthForm = 'in-format' | 'additional';

export const MODE_BITS = 0xc0;
export const MODE = { none: 0x00, carb: 0x40, physical: 0x80, functional: 0xc0 } as const;
/** The six low bits of the format byte. Zero: an additional length byte follows. */
export const LENGTH_BITS = 0x3f;
/** Data bytes that one message carries at most. (ISO 14230-2 4.1.4) */
export const LONGEST_DATA = 0xff;
export const LONGEST_IN_FORMAT = 0x3f;
/** Data bytes of an ISO 9141-2 message. (ISO 9141-2 8.2) */
export const LONGEST_CARB_DATA = 7;

/** Sum of all bytes before it, modulo 256. (ISO 14230-2 4.3) */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) & 0xff;
  return sum;
}

const LIMITS: { readonly [form in LengthForm | 'carb']: number } = {
  'in-format': LONGEST_IN_FORMAT,
  additional: LONGEST_DATA,
  carb: LONGEST_CARB_DATA,
};

/** The bytes on the line, checksum included; an error is a sentence that names the limit. */
export function encodeMessage({ header, data }: KLineMessage, form: LengthForm): Result<Uint8Array, string> {
  const limit = LIMITS[header.kind === 'carb' ? 'carb' : form];
  if (data.length === 0) return err('A message on K-Line has at least a service identifier: this one has no bytes.');
  if (data.length > limit)
    return err(`A message on K-Line carries ${limit} bytes here and this one has ${data.length}: send it in parts.`);
  const plain = concat(head(header, data.length, form), data);
  return ok(concat(plain, Uint8Array.of(checksum(plain))));
}

function head(header: Header, length: number, form: LengthForm): Uint8Array {
  if (header.kind === 'carb') return Uint8Array.of(header.format, header.target, header.source);
  const format = MODE[header.kind] | (form === 'in-format' ? length : 0);
  const address = header.kind === 'none' ? [] : [header.target, header.source];
  return Uint8Array.of(format, ...address, ...(form === 'additional' ? [length] : []));
}
