import { err, ok, type Result } from '@baylink/kernel';

/**
 * Canonical JSON (RFC 8785) of the values that Baylink signs and hashes: objects, arrays, well-formed strings, safe
 * integers, booleans and null. A property that is undefined is left out, as JSON does. Anything else is refused with a
 * sentence that names the place, because two readers might write it differently.
 */
export function canonical(value: unknown): Result<string, string> {
  const text = write(value, 0);
  return typeof text === 'string' ? ok(text) : err(text.sentence());
}

/** Parses text that is already in canonical form; the same value spelled otherwise is refused. */
export function parseCanonical(text: string): Result<unknown, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err('the text is not JSON');
  }
  const again = canonical(value);
  if (!again.ok) return again;
  return again.value === text ? ok(value) : err('the JSON is not in canonical form (RFC 8785)');
}

/** Deeper nesting than any contract has; keeps hostile input off the call stack. */
const MAX_DEPTH = 32;

/** Where a value is that canonical JSON cannot hold, from the inside out, and what is wrong with it. */
class Misfit {
  constructor(
    private readonly why: (place: string) => string,
    private readonly path: readonly string[] = [],
  ) {}

  within(step: string): Misfit {
    return new Misfit(this.why, [step, ...this.path]);
  }

  sentence(): string {
    return this.why(this.path.join(''));
  }
}

function write(value: unknown, depth: number): string | Misfit {
  if (depth > MAX_DEPTH) return new Misfit((place) => `${place} is nested deeper than ${MAX_DEPTH} levels`);
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'number':
      return Number.isSafeInteger(value)
        ? String(value === 0 ? 0 : value)
        : new Misfit((place) => `${place || 'the value'} is ${value}; canonical JSON holds safe integers only`);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
    default:
      return new Misfit((place) => `${place || 'the value'} is of type ${typeof value}, which JSON cannot hold`);
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;
/** Printable ASCII that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function writeString(value: string): string | Misfit {
  if (PLAIN.test(value)) return `"${value}"`;
  return LONE_SURROGATE.test(value) ? halfPair() : JSON.stringify(value);
}

/** `name`: the step to the member whose name it is. */
const halfPair = (name?: string): Misfit =>
  new Misfit(
    (place) =>
      `${name === undefined ? place || 'the text' : `the name of ${place}`} holds half of a surrogate pair, which is not Unicode text`,
    name === undefined ? [] : [name],
  );

function writeArray(values: readonly unknown[], depth: number): string | Misfit {
  let text = '';
  for (const [index, value] of values.entries()) {
    const part = write(value, depth + 1);
    if (typeof part !== 'string') return part.within(`[${index}]`);
    text += index === 0 ? part : `,${part}`;
  }
  return `[${text}]`;
}

/** Keys in the order of their UTF-16 code units (RFC 8785 3.2.3), which is what `sort` does without a comparator. */
function writeObject(value: object, depth: number): string | Misfit {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return new Misfit((place) => `${place || 'the value'} is not a plain object`);
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    const name = writeString(key);
    if (typeof name !== 'string') return halfPair(`.${key}`);
    const part = write(member, depth + 1);
    if (typeof part !== 'string') return part.within(`.${key}`);
    text += text === '' ? `${name}:${part}` : `,${name}:${part}`;
  }
  return `{${text}}`;
}
