import type { z } from 'zod';

interface Expected {
  readonly name: string;
  readonly limit: string;
  readonly next: string;
}

/** What each field of the bay screen's forms takes, in the words of the screen. Keyed by the path in the request's body. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'vehicle.make': { name: 'make', limit: '1 to 60 characters', next: 'Type the maker’s name.' },
  'vehicle.model': { name: 'model', limit: 'at most 60 characters', next: 'Shorten it.' },
  'vehicle.year': { name: 'year', limit: 'a number from 1950 to 2100', next: 'Correct it or leave it empty.' },
  'vehicle.vin': {
    name: 'VIN',
    limit: '17 letters and digits without I, O and Q (ISO 3779)',
    next: 'Correct it or leave it empty.',
  },
  complaint: {
    name: 'complaint',
    limit: '1 to 2000 characters',
    next: 'Say in a sentence what is wrong with the car.',
  },
  name: { name: 'name', limit: '2 to 120 characters', next: 'Type your full name.' },
};

const SHOWN = 40;

/** One sentence per field that is wrong: its value, the limit, the next step. */
export function faultSentences(issues: readonly z.core.$ZodIssue[], body: unknown): string {
  const faults = new Map(issues.map(({ path, message }) => [path.join('.'), { path, message }]));
  return [...faults]
    .map(([key, { path, message }]) => {
      const expected = EXPECTED[key];
      if (expected === undefined)
        return `The page sent ${key || 'a request'} that cannot be read (${message}). Reload it.`;
      return `The ${expected.name} ${shown(at(body, path))}; it has to be ${expected.limit}. ${expected.next}`;
    })
    .join(' ');
}

function at(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    body,
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null || String(value).trim() === '') return 'is missing';
  const text = String(value);
  if (text.length <= SHOWN) return `is “${text}”`;
  return `is “${text.slice(0, SHOWN)}…” (${text.length} characters)`;
}
