import { err, ok, type Result } from '@baylink/kernel';
import { type Token, Tokens } from './tokens.js';

/** A value of the header: text as it stands there, or a list in braces. */
export type VbfValue = string | readonly VbfValue[];

export interface VbfHeader {
  /** "2.6". */
  readonly version: string;
  /** Assignments by their names, in the file's order; a name that comes twice was refused. */
  readonly values: ReadonlyMap<string, VbfValue>;
  /** Where values that are one word stand in the file. */
  readonly places: ReadonlyMap<string, { readonly from: number; readonly to: number }>;
  /** Offset of the first byte after the closing brace: where the blocks begin. */
  readonly end: number;
}

const DEEPEST = 4;
const MOST_VALUES = 16_384;

/** Reads `vbf_version = …;` and `header { … }`. The error is the rest of a sentence about the file. */
export function readVbfHeader(file: Uint8Array): Result<VbfHeader, string> {
  return new HeaderReader(file).read();
}

class HeaderReader {
  readonly #tokens: Tokens;
  readonly #places = new Map<string, { readonly from: number; readonly to: number }>();
  #values = 0;

  constructor(file: Uint8Array) {
    this.#tokens = new Tokens(file);
  }

  read(): Result<VbfHeader, string> {
    for (const wanted of ['vbf_version', '=']) {
      const found = this.#expect(wanted);
      if (!found.ok) return found;
    }
    const version = this.#token();
    if (!version.ok) return version;
    for (const wanted of [';', 'header', '{']) {
      const found = this.#expect(wanted);
      if (!found.ok) return found;
    }
    const values = new Map<string, VbfValue>();
    for (;;) {
      const token = this.#token();
      if (!token.ok) return token;
      const { kind, text, end } = token.value;
      if (kind === 'mark' && text === '}')
        return ok({ version: version.value.text, values, places: this.#places, end });
      if (kind === 'mark' && text === ';') continue;
      if (kind !== 'word') return err(`has "${shown(text)}" in its header where a name belongs`);
      if (values.has(text)) return err(`gives ${shown(text)} twice in its header`);
      const value = this.#assigned(text);
      if (!value.ok) return value;
      values.set(text, value.value);
    }
  }

  /** `= value ;` or `= value, value ;`, after the name. */
  #assigned(name: string): Result<VbfValue, string> {
    const equals = this.#expect('=');
    if (!equals.ok) return equals;
    const first = this.#token();
    const list = first.ok ? this.#list(first.value, ';', 0) : first;
    if (!list.ok) return list;
    const [only] = list.value;
    if (only === undefined) return err(`gives ${shown(name)} no value in its header`);
    if (list.value.length > 1) return ok(list.value);
    if (first.ok && first.value.kind === 'word')
      this.#places.set(name, { from: first.value.end - first.value.text.length, to: first.value.end });
    return ok(only);
  }

  /** Values divided by commas up to `close`; `from` is the first token of them. */
  #list(from: Token, close: ';' | '}', depth: number): Result<VbfValue[], string> {
    const list: VbfValue[] = [];
    let token = from;
    for (;;) {
      if (token.kind === 'mark' && token.text === close) return ok(list);
      if (++this.#values > MOST_VALUES) return err(`has more than ${MOST_VALUES} values in its header`);
      const value = this.#value(token, depth);
      if (!value.ok) return value;
      if (value.value !== undefined) list.push(value.value);
      const next = this.#token();
      if (!next.ok) return next;
      token = next.value;
    }
  }

  #value(token: Token, depth: number): Result<VbfValue | undefined, string> {
    if (token.kind !== 'mark') return ok(token.text);
    if (token.text === ',') return ok(undefined);
    if (token.text !== '{') return err(`has "${token.text}" in its header where a value belongs`);
    if (depth === DEEPEST) return err(`has braces more than ${DEEPEST} deep in its header`);
    const first = this.#token();
    return first.ok ? this.#list(first.value, '}', depth + 1) : first;
  }

  #expect(text: string): Result<void, string> {
    const token = this.#token();
    if (!token.ok) return token;
    return token.value.text === text
      ? ok()
      : err(`has "${shown(token.value.text)}" in its header where "${text}" belongs`);
  }

  #token(): Result<Token, string> {
    const token = this.#tokens.next();
    if (!token.ok) return token;
    return token.value === undefined ? err('has a header whose closing brace is missing') : ok(token.value);
  }
}

/** Text of a stranger, cut and made printable. */
const shown = (text: string) => text.slice(0, 40).replace(/[^\x20-\x7e]/g, '.');
