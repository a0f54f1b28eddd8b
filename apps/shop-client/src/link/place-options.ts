import { err, ok, type Result } from '@baylink/kernel';

/** One option of a link, such as `bitrate=500000`. */
export interface PlaceOption<Value> {
  /** What stands after the equals sign, such as "BIT/S". */
  readonly form: string;
  /** `undefined` when the text is nothing of this form. */
  read(text: string): Value | undefined;
}

type Options = { readonly [name: string]: PlaceOption<unknown> };
type ValuesOf<Known extends Options> = {
  readonly [name in keyof Known]?: Known[name] extends PlaceOption<infer Value> ? Value : never;
};

export interface PlaceWithOptions<Known extends Options> {
  readonly place: string;
  readonly options: ValuesOf<Known>;
}

/** A whole number from `least` to `most`, decimal. */
export const wholeNumber = (form: string, least: number, most: number): PlaceOption<number> => ({
  form: `${form} from ${least} to ${most}`,
  read(text) {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  },
});

/** One of a few words. */
export const oneOf = <Word extends string>(...words: readonly Word[]): PlaceOption<Word> => ({
  form: words.join(' or '),
  read: (text) => words.find((word) => word === text),
});

/**
 * `PLACE?NAME=VALUE&NAME=VALUE`, such as `/dev/ttyACM0?bitrate=500000&fd=2000000`. What is not `known` is refused, and
 * so is an option that is given twice; a fault is one sentence that begins with `--link`.
 */
export function parsePlaceOptions<Known extends Options>(
  kind: string,
  text: string,
  known: Known,
): Result<PlaceWithOptions<Known>, string> {
  const mark = text.indexOf('?');
  const place = mark === -1 ? text : text.slice(0, mark);
  const fault = (what: string): Result<never, string> => err(`--link ${kind}:${text}: ${what}.`);
  if (place === '') return fault('before the question mark there has to be a place');
  const values = new Map<string, unknown>();
  for (const part of mark === -1 ? [] : text.slice(mark + 1).split('&')) {
    const [, name = part, value = ''] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    if (option === undefined) return fault(`"${name}" is no option of this link; there ${list(known)}`);
    if (values.has(name)) return fault(`${name} is given twice`);
    const read = option.read(value);
    if (read === undefined) return fault(`${name} is not "${value}"; give ${name}=${option.form}`);
    values.set(name, read);
  }
  return ok({ place, options: Object.fromEntries(values) as ValuesOf<Known> });
}

function list(known: Options): string {
  const forms = Object.entries(known).map(([name, { form }]) => `${name}=${form}`);
  return forms.length === 0 ? 'are none' : `${forms.length === 1 ? 'is' : 'are'} ${forms.join(', ')}`;
}
