import type { Surroundings } from '../facts/facts.js';
import type { JobWords } from './words/words.js';

/** What a job cuts its messages to, whatever unit and link would carry. */
const LONGEST_MESSAGE = 4_095;
const SMALLEST_DATA = 32;
const LONGEST_HEAD = 2;

/**
 * Bytes that a link must carry for anything to be programmed over it: a block with 32 bytes of software. Of less a block is
 * mostly head, and not every request around the blocks would fit.
 */
export const SMALLEST_MESSAGE = SMALLEST_DATA + LONGEST_HEAD;

/** Bytes of the longest message that a job plans over this link; the smallest that will do while nobody knows more. */
export const messageLimit = ({ ability }: Pick<Surroundings, 'ability'>): number =>
  ability.known ? Math.min(ability.value.longestMessage, LONGEST_MESSAGE) : SMALLEST_MESSAGE;

/** Data bytes of one block; nothing where what the unit has told, or the link, leaves no room for any. (C27) */
export function dataLengthOf({ blockHead }: JobWords, told: number | undefined, limit: number): number | undefined {
  const message = Math.min(told ?? Number.NaN, limit);
  return message > blockHead ? message - blockHead : undefined;
}

/** Data bytes of one answer to ReadMemoryByAddress, behind its service identifier. (ISO 14229-1 11.3; ISO 14230-3 7.3) */
export const readingLengthOf = (wanted: number, limit: number): number => Math.max(1, Math.min(wanted, limit - 1));
