import { err, ok, type Result } from '@baylink/kernel';
import type { FirmwareError, FirmwareReading } from '@baylink/protocols/firmware';

/** What a file leaves open, and what a person can say about it. Plain data: it crosses from the worker to the page. */
export type ReadingQuestion =
  | { readonly about: 'nothing' }
  /** Which programming session of an ODX-F file is meant. */
  | { readonly about: 'session'; readonly of: readonly string[] }
  /** Where plain bytes begin in the memory of the unit. */
  | { readonly about: 'address' };

/** Only a file of no known format can be plain bytes: one that is a damaged HEX file is never taken for that. */
export function questionOf({ kind, choices = [] }: FirmwareError): ReadingQuestion {
  if (kind === 'choice' && choices.length > 0) return { about: 'session', of: choices };
  return kind === 'format' ? { about: 'address' } : { about: 'nothing' };
}

/** Up to eight hex digits, 0x before them or not. */
export function parseMemoryAddress(text: string): Result<FirmwareReading, string> {
  const digits = text.trim().replace(/^0x/i, '');
  if (/^[0-9a-f]{1,8}$/i.test(digits)) return ok({ address: Number.parseInt(digits, 16) });
  return err(`"${text.trim()}" is no address: give up to eight hex digits, such as 0x8000.`);
}
