import { fromHex, hex } from '@baylink/kernel';
import { describe } from '@baylink/protocols/uds';

/** What stands in the raw request box. */
export type RequestDraft =
  | { readonly state: 'empty' }
  | { readonly state: 'faulty'; readonly sentence: string }
  | { readonly state: 'ready'; readonly bytes: string; readonly text: string };

/** ISO-TP and DoIP carry more; nobody types more by hand, and the shop's envelope ends at 8 KiB. */
const LIMIT = 1024;

export function readDraft(typed: string): RequestDraft {
  const packed = typed.replace(/[\s,]+/g, '');
  if (packed === '') return { state: 'empty' };
  const strange = /[^0-9a-fA-F]/.exec(packed);
  if (strange !== null)
    return { state: 'faulty', sentence: `"${strange[0]}" is not a hex digit. Write bytes as 22 F1 90.` };
  const bytes = fromHex(packed);
  if (bytes === undefined)
    return {
      state: 'faulty',
      sentence: `${packed.length} digits are no whole number of bytes. Add or remove one digit.`,
    };
  if (bytes.length > LIMIT)
    return { state: 'faulty', sentence: `${bytes.length} bytes; at most ${LIMIT} go through this box.` };
  return { state: 'ready', bytes: hex(bytes), text: describe(bytes).text };
}
