import type { Refusal } from '@baylink/contracts';
import type { HttpFailure } from '@baylink/transport-tunnel/http';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';

/** "the broker said no" as a sentence that stands alone. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const begun = `${trimmed.slice(0, 1).toUpperCase()}${trimmed.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** The broker did not do what it was asked. */
export const stopOfBroker = (failure: HttpFailure): Stop => new Stop(exitCodes.failed, sentence(failure.sentence));

/** Nothing was judged: the way to the shop failed, or no vehicle answered. */
const NOT_JUDGED: ReadonlySet<string> = new Set(['local', 'STR-R7', 'SHP-R101']);

/** The shop did not do what it was asked. */
export const stopOfShop = ({ rule, sentence: text }: Refusal): Stop =>
  NOT_JUDGED.has(rule)
    ? new Stop(exitCodes.failed, sentence(text))
    : new Stop(exitCodes.refused, `${sentence(text)} (${rule})`);
