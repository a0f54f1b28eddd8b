import { type Arrow, BEGIN } from '../../src/journal-model/index.js';

/** From each state by each letter; state 0 is the beginning, and every state is a place where a journal may end. */
export type Deterministic = readonly ReadonlyMap<string, number>[];

/** The smallest deterministic automaton with the words of these arrows. */
export function minimal(arrows: readonly Arrow[]): Deterministic {
  const big = deterministic(arrows);
  let classes: readonly number[] = big.map(() => 0);
  for (let count = 0; count !== new Set(classes).size; ) {
    count = new Set(classes).size;
    classes = numbered(big.map((row, state) => `${classes[state]} ${shown(row, classes)}`));
  }
  const small: ReadonlyMap<string, number>[] = [];
  for (const [state, row] of big.entries())
    small[classes[state] ?? 0] ??= new Map([...row].map(([letter, to]) => [letter, classes[to] ?? 0]));
  return small;
}

/** Sets of places that one word can lead to, each a state. */
function deterministic(arrows: readonly Arrow[]): Deterministic {
  const leaving = after(arrows);
  const sets: ReadonlySet<string>[] = [closureOf(leaving, [BEGIN])];
  const numbers = new Map<string, number>([[nameOf(sets[0] ?? []), 0]]);
  const rows: ReadonlyMap<string, number>[] = [];
  for (const set of sets) {
    const heads = new Map<string, string[]>();
    for (const place of set)
      for (const { letter, to } of leaving.get(place) ?? [])
        if (letter !== null) heads.set(letter, [...(heads.get(letter) ?? []), to]);
    rows.push(
      new Map(
        [...heads].sort().map(([letter, to]) => {
          const next = closureOf(leaving, to);
          const known = numbers.get(nameOf(next)) ?? sets.push(next) - 1;
          numbers.set(nameOf(next), known);
          return [letter, known];
        }),
      ),
    );
  }
  return rows;
}

type Leaving = ReadonlyMap<string, readonly Arrow[]>;

/** The arrows by the place that they leave. */
function after(arrows: readonly Arrow[]): Leaving {
  const leaving = new Map<string, Arrow[]>();
  for (const arrow of arrows) leaving.set(arrow.from, []);
  for (const arrow of arrows) leaving.get(arrow.from)?.push(arrow);
  return leaving;
}

/** These places and all that are reached from them without a record. */
function closureOf(leaving: Leaving, from: readonly string[]): ReadonlySet<string> {
  const reached = new Set(from);
  for (const place of reached)
    for (const { letter, to } of leaving.get(place) ?? []) if (letter === null) reached.add(to);
  return reached;
}

const nameOf = (places: Iterable<string>): string => [...places].sort().join('|');

const shown = (row: ReadonlyMap<string, number>, classes: readonly number[]): string =>
  [...row].map(([letter, to]) => `${letter} ${classes[to]}`).join();

/** Equal texts get equal numbers, in the order in which they first occur. */
function numbered(texts: readonly string[]): readonly number[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}
