import { fromHex, hex } from '@baylink/kernel';
import { InvalidArgumentError } from 'commander';

/** A data identifier in hex, as the standards write it: "F190" or "0xF190". (ISO 14229-1 C.1) */
export function parseDid(text: string): number {
  const digits = text.replace(/^0x/i, '');
  if (/^[0-9a-f]{1,4}$/i.test(digits)) return Number.parseInt(digits, 16);
  throw new InvalidArgumentError(`"${text}" is no data identifier; give up to four hex digits such as F190.`);
}

/** Bytes in hex, in lower case as plans carry them. */
export function parseValue(text: string): string {
  const bytes = fromHex(text.replace(/^0x/i, ''));
  if (bytes !== undefined && bytes.length > 0) return hex(bytes);
  throw new InvalidArgumentError(`"${text}" is no value; give whole bytes in hex such as 01A0.`);
}
