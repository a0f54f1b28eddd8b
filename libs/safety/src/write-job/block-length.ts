import type { JobWords } from './words/words.js';

const LONGEST_MESSAGE = 4_095;

/** Data bytes of one block; nothing where the longest message that the unit takes leaves no room for any. (C27) */
export const dataLengthOf = ({ blockHead }: JobWords, message: number | undefined): number | undefined =>
  message === undefined || message <= blockHead ? undefined : Math.min(message, LONGEST_MESSAGE) - blockHead;
