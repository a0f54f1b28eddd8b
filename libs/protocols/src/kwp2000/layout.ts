/** A parameter of a service: `width` bytes, big-endian; `rest` is whatever is left, as it is. */
export interface Parameter {
  readonly name: string;
  readonly width: 1 | 2 | 3 | 'rest';
  /** It and what follows may be missing. */
  readonly presence: 'mandatory' | 'optional';
}

export type Layout = readonly Parameter[];

const parse = (text: string): Parameter => {
  const [, name = '', width = '1', mark] = /^(\w+?)(?::(\d|\*))?(\?)?$/.exec(text) ?? [];
  const size = width === '*' ? 'rest' : width === '2' ? 2 : width === '3' ? 3 : 1;
  return { name, width: size, presence: mark === '?' ? 'optional' : 'mandatory' };
};

/** "localIdentifier address:3 data:*?": one byte unless a colon says otherwise, `*` for the rest, `?` for what may be missing. */
export const layout = (text: string): Layout => (text === '' ? [] : text.split(' ').map(parse));
