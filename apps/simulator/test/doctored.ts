import { fromHex } from '@baylink/kernel';
import type { Evidence } from '../src/oracle/evidence.js';
import type { Line } from '../src/oracle/journal.js';
import { isErase, isValueWrite } from '../src/oracle/requests.js';
import type { Seen } from '../src/world/tap.js';

/** Evidence as it would be if something had gone wrong: for the tests of the oracle alone. */
export type Doctor = (evidence: Evidence) => Evidence;

export const bytesOfHex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();

const isTargetTx = ({ plan }: Evidence, { direction, unit }: Seen): boolean =>
  direction === 'tx' && unit === plan.target.unit;

/** Changes every message of the shop to the unit that `which` names. */
export const changing =
  (which: (seen: Seen) => boolean, change: (seen: Seen) => Partial<Seen>): Doctor =>
  (evidence) => ({
    ...evidence,
    seen: evidence.seen.map((one) => (isTargetTx(evidence, one) && which(one) ? { ...one, ...change(one) } : one)),
  });

/** One more message, right behind the first that `which` names. */
export const inserting =
  (which: (seen: Seen) => boolean, made: (seen: Seen) => Partial<Seen>): Doctor =>
  (evidence) => {
    const at = evidence.seen.findIndex((one) => isTargetTx(evidence, one) && which(one));
    const found = evidence.seen[at];
    if (found === undefined) throw new Error('nothing of that kind was seen');
    return { ...evidence, seen: evidence.seen.toSpliced(at + 1, 0, { ...found, ...made(found) }) };
  };

/** Journals without the lines of these types, as a cut at that moment would have left them. */
export const without = (...types: readonly string[]): ((seen: Seen) => Partial<Seen>) => {
  const kept = (line: string): boolean => !types.some((type) => line.includes(`"type":"${type}"`));
  return ({ durable }) => ({ durable: durable.split('\n').filter(kept).join('\n') });
};

export const journalling =
  (change: (lines: readonly Line[]) => readonly Line[]): Doctor =>
  (evidence) => ({ ...evidence, journal: change(evidence.journal) });

export const withRecord =
  (type: string, change: (record: Line['record']) => Line['record']): Doctor =>
  (evidence) => ({
    ...evidence,
    journal: evidence.journal.map((line) => (line.type === type ? { ...line, record: change(line.record) } : line)),
  });

export const isFinal = ({ bytes }: Seen): boolean => isErase(bytes) || isValueWrite(bytes);
export const starts =
  (text: string) =>
  ({ bytes }: Seen): boolean =>
    bytesOfHex(text).every((byte, index) => bytes[index] === byte);
