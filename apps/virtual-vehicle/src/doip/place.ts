import { err, ok, type Result } from '@baylink/kernel';

type Readers = { readonly [name: string]: (value: string) => unknown };
type Read<R extends Readers> = { readonly [name in keyof R]?: Exclude<ReturnType<R[name]>, undefined> };

/** `HOST:PORT?NAME=VALUE&NAME=VALUE`. A reader gives `undefined` for a value that it does not know. */
export function parsePlace<R extends Readers>(
  text: string,
  readers: R,
): Result<{ readonly place: string; readonly options: Read<R> }, string> {
  const [place = '', ...query] = text.split('?');
  const options = new Map<string, unknown>();
  for (const part of query.join('?').split('&').filter(Boolean)) {
    const [, name = part, value = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    const known = Object.hasOwn(readers, name) ? readers[name]?.(value) : undefined;
    if (known === undefined || options.has(name))
      return err(
        `"${part}" in ${text} cannot be used: give ${Object.keys(readers).join(', ')} once each, as the README lists them.`,
      );
    options.set(name, known);
  }
  return ok({ place, options: Object.fromEntries(options) as Read<R> });
}
