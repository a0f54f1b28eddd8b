/** `base` with the members of `change` in it, member by member and as deep as both are objects; lists are replaced. */
export function merged<T>(base: T, change: unknown): T {
  if (change === undefined) return base;
  if (!isObject(base) || !isObject(change)) return change as T;
  const entries = Object.entries(change).map(([name, value]) => [
    name,
    merged((base as Record<string, unknown>)[name], value),
  ]);
  return { ...base, ...Object.fromEntries(entries) } as T;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
