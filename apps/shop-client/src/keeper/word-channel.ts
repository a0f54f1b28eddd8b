import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';

/** The longest word: a diagnostic message and a little around it. */
const LONGEST = 4 * 1024 * 1024;
/** What the other side may leave unread before it counts as gone. */
const MOST_UNREAD = 16 * 1024 * 1024;
const HEADER = 4;

interface Listener<Heard> {
  heard(word: Heard): void;
  /** Told once: the other side is gone, or is not what it should be. Not told after `end`. */
  gone(): void;
}

/**
 * Words between executor and keeper over a local socket: four bytes of length, then the structured clone. The socket is
 * this user's alone, so a word is trusted to be one; its length is not.
 */
export class WordChannel<Said, Heard extends { readonly kind: string }> {
  #parts: Buffer[] = [];
  #length = 0;
  #listener: Listener<Heard> | undefined;

  constructor(
    private readonly socket: Socket,
    listener: Listener<Heard>,
  ) {
    this.#listener = listener;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => this.#lose());
    socket.on('close', () => this.#lose());
  }

  say(word: Said): void {
    if (this.#listener === undefined) return;
    const body = serialize(word);
    const header = Buffer.alloc(HEADER);
    header.writeUInt32BE(body.length);
    this.socket.write(Buffer.concat([header, body]));
    if (this.socket.writableLength > MOST_UNREAD) this.#lose();
  }

  /** What was said still arrives; nothing is heard any more. Resolves when the socket is closed. */
  end(): Promise<void> {
    this.#listener = undefined;
    return new Promise((resolve) => {
      if (this.socket.closed) return resolve();
      this.socket.once('close', () => resolve());
      this.socket.resume();
      this.socket.end();
    });
  }

  #take(chunk: Buffer): void {
    if (this.#listener === undefined) return;
    this.#parts.push(chunk);
    this.#length += chunk.length;
    if (this.#length < HEADER) return;
    let rest = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts);
    while (rest.length >= HEADER) {
      const length = rest.readUInt32BE();
      if (length > LONGEST) {
        this.#lose();
        return;
      }
      if (rest.length < HEADER + length) break;
      this.#hear(rest.subarray(HEADER, HEADER + length));
      rest = rest.subarray(HEADER + length);
    }
    this.#parts = [rest];
    this.#length = rest.length;
  }

  #hear(body: Buffer): void {
    let word: unknown;
    try {
      word = deserialize(body);
    } catch {
      word = undefined;
    }
    if (isWord<Heard>(word)) this.#listener?.heard(word);
    else this.#lose();
  }

  #lose(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    this.socket.destroy();
    listener?.gone();
  }
}

const isWord = <Word extends { readonly kind: string }>(word: unknown): word is Word =>
  typeof word === 'object' && word !== null && 'kind' in word && typeof word.kind === 'string';
