/** One line of a journal as the oracle reads it: by itself, and only what it needs. */
export interface Line {
  readonly type: string;
  readonly record: Readonly<Record<string, unknown>>;
}

const read = new Map<string, readonly Line[]>();
/** The tap gives the same text many times over. */
const KEPT = 256;

export function linesOf(text: string): readonly Line[] {
  const known = read.get(text);
  if (known !== undefined) return known;
  if (read.size >= KEPT) read.clear();
  const lines = parse(text);
  read.set(text, lines);
  return lines;
}

/** Whole lines of a journal's text, `CRC JSON`; a torn last one says nothing. */
function parse(text: string): readonly Line[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line): Line => {
      const { record } = JSON.parse(line.slice(line.indexOf(' ') + 1));
      return { type: String(record.type), record };
    });
}
