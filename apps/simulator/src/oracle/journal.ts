/** One line of a journal as the oracle reads it: by itself, and only what it needs. */
export interface Line {
  readonly type: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Whole lines of a journal's text, `CRC JSON`; a torn last one says nothing. */
export function linesOf(text: string): readonly Line[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): Line => {
      const { record } = JSON.parse(line.slice(line.indexOf(' ') + 1));
      return { type: String(record.type), record };
    });
}
