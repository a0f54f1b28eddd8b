import { err, ok, type Result } from '@baylink/kernel';

/**
 * Canonical JSON (RFC 8785) of the values that Baylink signs and hashes: objects, arrays, well-formed strings, safe
 * integers, booleans and null. A property that is undefined is left out, as JSON does. Anything else is refused with a
 * sentence that names the place, because two readers might write it differently.
 */
export function canonical(value: unknown): Result<string, string> {
  return write(value, '', 0);
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

function write(value: unknown, place: string, depth: number): Result<string, string> {
  if (depth > MAX_DEPTH) return err(`${place} is nested deeper than ${MAX_DEPTH} levels`);
  switch (typeof value) {
    case 'string':
      return writeString(value, place);
    case 'number':
      return Number.isSafeInteger(value)
        ? ok(String(value === 0 ? 0 : value))
        : err(`${place || 'the value'} is ${value}; canonical JSON holds safe integers only`);
    case 'boolean':
      return ok(value ? 'true' : 'false');
    case 'object':
      if (value === null) return ok('null');
      return Array.isArray(value) ? writeArray(value, place, depth) : writeObject(value, place, depth);
    default:
      return err(`${place || 'the value'} is of type ${typeof value}, which JSON cannot hold`);
  }
}

function writeString(value: string, place: string): Result<string, string> {
  return LONE_SURROGATE.test(value)
    ? err(`${place || 'the text'} holds half of a surrogate pair, which is not Unicode text`)
    : ok(JSON.stringify(value));
}

const LONE_SURROGATE = /\p{Surrogate}/u;

function writeArray(values: readonly unknown[], place: string, depth: number): Result<string, string> {
  const parts: string[] = [];
  for (const [index, value] of values.entries()) {
    const part = write(value, `${place}[${index}]`, depth + 1);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok(`[${parts.join(',')}]`);
}

/** Keys in the order of their UTF-16 code units (RFC 8785 3.2.3), which is what `sort` does without a comparator. */
function writeObject(value: object, place: string, depth: number): Result<string, string> {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return err(`${place || 'the value'} is not a plain object`);
  const entries = new Map<string, unknown>(Object.entries(value));
  const parts: string[] = [];
  for (const key of [...entries.keys()].sort()) {
    const member = entries.get(key);
    if (member === undefined) continue;
    const name = writeString(key, `the name of ${place}.${key}`);
    if (!name.ok) return name;
    const part = write(member, `${place}.${key}`, depth + 1);
    if (!part.ok) return part;
    parts.push(`${name.value}:${part.value}`);
  }
  return ok(`{${parts.join(',')}}`);
}
