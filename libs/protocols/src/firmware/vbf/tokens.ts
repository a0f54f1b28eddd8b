import { err, ok, type Result } from '@baylink/kernel';

/** A piece of the ASCII header. Text of strings is without its quotes; a comment is no token. */
export type Token =
  | { readonly kind: 'mark'; readonly text: '=' | ';' | ',' | '{' | '}'; readonly end: number }
  | { readonly kind: 'string' | 'word'; readonly text: string; readonly end: number };

/** Headers of real files have a few kilobytes; the signatures of the largest do not fill this. */
export const HEADER_LIMIT = 256 * 1024;

const MARKS = new Set(['=', ';', ',', '{', '}']);
const BLANK = /[ \t\r\n\f\v]/;
const WORD = /[\w.+-]/;

/**
 * Reads tokens one at a time from the start of a VBF file: `next` answers undefined where the text ends without one.
 * Braces inside strings and comments are text. `end` of a token is the offset of the first byte after it.
 */
export class Tokens {
  #at = 0;
  readonly #file: Uint8Array;

  constructor(file: Uint8Array) {
    this.#file = file.subarray(0, HEADER_LIMIT);
  }

  next(): Result<Token | undefined, string> {
    const skipped = this.#skip();
    if (!skipped.ok) return skipped;
    const from = this.#at;
    const letter = this.#letter(from);
    if (letter === '') return ok(undefined);
    if (isMark(letter)) return ok({ kind: 'mark', text: letter, end: ++this.#at });
    if (letter === '"') return this.#string(from);
    while (WORD.test(this.#letter(this.#at))) this.#at++;
    if (this.#at === from)
      return err(`holds byte ${this.#file[from]} at offset ${from}, which belongs to no VBF header`);
    return ok({ kind: 'word', text: this.#text(from, this.#at), end: this.#at });
  }

  #string(from: number): Result<Token, string> {
    const close = this.#file.indexOf(0x22, from + 1);
    if (close < 0) return err(`has a string at offset ${from} that never ends`);
    this.#at = close + 1;
    return ok({ kind: 'string', text: this.#text(from + 1, close), end: this.#at });
  }

  /** White space and comments, of a line or between marks. */
  #skip(): Result<void, string> {
    for (;;) {
      while (BLANK.test(this.#letter(this.#at))) this.#at++;
      if (this.#letter(this.#at) !== '/') return ok();
      const from = this.#at;
      switch (this.#letter(from + 1)) {
        case '/':
          while (!['', '\n', '\r'].includes(this.#letter(this.#at))) this.#at++;
          break;
        case '*':
          this.#at += 2;
          while (this.#letter(this.#at) !== '' && this.#text(this.#at, this.#at + 2) !== '*/') this.#at++;
          if (this.#letter(this.#at) === '') return err(`has a comment at offset ${from} that never ends`);
          this.#at += 2;
          break;
        default:
          return err(`has a "/" at offset ${from} that begins no comment`);
      }
    }
  }

  #letter(at: number): string {
    const byte = this.#file[at];
    return byte === undefined ? '' : String.fromCharCode(byte);
  }

  #text(from: number, to: number): string {
    let text = '';
    for (const byte of this.#file.subarray(from, to)) text += String.fromCharCode(byte);
    return text;
  }
}

const isMark = (letter: string): letter is '=' | ';' | ',' | '{' | '}' => MARKS.has(letter);
