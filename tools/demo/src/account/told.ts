import { Writable } from 'node:stream';

/** As much of the end of an account as says what led to a failure. Characters. */
const END = 3_000;

/** Where a story is told to when nobody reads it: what was told last is there for whoever has to say why it failed. */
export class Told extends Writable {
  private last = '';

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.last = (this.last + String(chunk)).slice(-END);
    done();
  }

  /** `why` something failed, with what was told before it. */
  after = (why: string): string => `${why}\n${this.last}`;
}
