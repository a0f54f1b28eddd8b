/** A sentence without its full stop, to stand inside another one. */
export const clause = (sentence: string): string => sentence.replace(/\.$/, '');
