import type { Journalled } from './journal.js';
import type { TappedRequest } from './requests.js';
import { isErase, writtenDid } from './write-class.js';

/**
 * The first request that erases or writes a value without a record of that intent before it; `undefined` when every one of
 * them was announced. Each intent covers what follows it up to the next.
 */
export function unannounced(
  requests: readonly TappedRequest[],
  journal: readonly Journalled[],
): TappedRequest | undefined {
  return requests.find((request) => {
    const did = writtenDid(request);
    if (isErase(request)) return !announced(journal, request, ({ type }) => type === 'ERASE_INTENT');
    if (did === undefined) return false;
    return !announced(journal, request, (record) => record.type === 'WRITE_INTENT' && record.did === did);
  });
}

const announced = (
  journal: readonly Journalled[],
  { at }: TappedRequest,
  fits: (record: Journalled) => boolean,
): boolean => journal.some((record) => record.at < at && fits(record));
