/**
 * The automaton of a job's journals, as it is committed in `model/*.journal.tsv`: generated from the write job, and read
 * here without it. A journal is a word with one letter for each record.
 */

/** What of a record is its letter. */
export interface LetterSource {
  readonly type: string;
  readonly image?: unknown;
  readonly result?: unknown;
}

export function letterOf(record: LetterSource): string {
  switch (record.type) {
    case 'ERASE_INTENT':
      return `${record.type} ${String(record.image)}`;
    case 'VERIFY':
      return `${record.type} ${String(record.result)}`;
    default:
      return record.type;
  }
}

export interface Arrow {
  readonly from: string;
  /** null: the job moves on, or its executor dies and is started again, without a record. */
  readonly letter: string | null;
  readonly to: string;
}

/** Where every journal begins. */
export const BEGIN = 'begin';

/** A line for each arrow: from, letter or a dot for none, to, with tabs between them. */
export const readArrows = (text: string): readonly Arrow[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([from = '', letter = '', to = '']) => ({ from, letter: letter === '.' ? null : letter, to }));

/** Places in which a job may be, all at once. */
interface Places {
  readonly names: ReadonlySet<string>;
  readonly next: Map<string, Places | undefined>;
}

/** Tells journals of such a job from others. What it has found out about one journal it knows for the next. */
export class JournalModel {
  readonly #after = new Map<string, Arrow[]>();
  readonly #places = new Map<string, Places>();
  readonly #begin: Places;

  constructor(arrows: readonly Arrow[]) {
    for (const arrow of arrows) {
      const known = this.#after.get(arrow.from);
      if (known === undefined) this.#after.set(arrow.from, [arrow]);
      else known.push(arrow);
    }
    this.#begin = this.#closed([BEGIN]);
  }

  /** The first record that no path through the arrows has at its place; `undefined`: the journal is one of such a job. */
  firstMisfit(records: readonly LetterSource[]): number | undefined {
    let places = this.#begin;
    for (const [index, record] of records.entries()) {
      const next = this.#next(places, letterOf(record));
      if (next === undefined) return index;
      places = next;
    }
    return undefined;
  }

  #next(places: Places, letter: string): Places | undefined {
    if (places.next.has(letter)) return places.next.get(letter);
    const reached = [...places.names].flatMap((place) =>
      (this.#after.get(place) ?? []).filter((arrow) => arrow.letter === letter).map(({ to }) => to),
    );
    const next = reached.length === 0 ? undefined : this.#closed(reached);
    places.next.set(letter, next);
    return next;
  }

  /** With everything that is reached from there without a record. */
  #closed(from: readonly string[]): Places {
    const names = new Set(from);
    for (const place of names)
      for (const { letter, to } of this.#after.get(place) ?? []) if (letter === null) names.add(to);
    const key = [...names].sort().join('\n');
    const known = this.#places.get(key) ?? { names, next: new Map() };
    this.#places.set(key, known);
    return known;
  }
}
