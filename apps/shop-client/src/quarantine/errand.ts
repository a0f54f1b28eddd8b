import { deserialize, serialize } from 'node:v8';
import { err, ok, type Result } from '@baylink/kernel';
import type { QuarantineLimits } from './limits.js';
import type { Question, TaskName } from './tasks.table.js';

/** What the process is asked; the bytes of the file follow it. */
export interface Errand<N extends TaskName = TaskName> {
  readonly task: N;
  readonly question: Question<N>;
  readonly fileBytes: number;
  readonly limits: QuarantineLimits;
}

/** How the process ended, in its own words. */
export type Report =
  | { readonly kind: 'answered'; readonly outcome: unknown; readonly spent: Spent }
  | { readonly kind: 'over'; readonly limit: 'cpu' | 'memory' | 'heap'; readonly spent: Spent }
  | { readonly kind: 'fell'; readonly why: string };

export interface Spent {
  /** Milliseconds of the processor. */
  readonly cpu: number;
  /** Bytes, at the highest. */
  readonly memory: number;
}

const LENGTH = 4;
const LARGEST_HEAD = 8 * 1024 * 1024;

/** Length of the errand, the errand; then comes the file. */
export function errandHead(errand: Errand): Buffer {
  const head = serialize(errand);
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head]);
}

/** Takes the pieces of an errand as they come, the file into memory of its own that can be given away. */
export class ErrandReader {
  #head: Buffer = Buffer.alloc(0);
  #errand: Errand | undefined;
  #file = new Uint8Array();
  #filled = 0;

  /** The errand with its file as soon as both are whole. */
  take(piece: Buffer): { readonly errand: Errand; readonly file: Uint8Array<ArrayBuffer> } | undefined {
    const rest = this.#errand === undefined ? this.#takeHead(piece) : piece;
    this.#file.set(rest.subarray(0, this.#file.length - this.#filled), this.#filled);
    this.#filled = Math.min(this.#file.length, this.#filled + rest.length);
    if (this.#errand === undefined || this.#filled < this.#file.length) return undefined;
    return { errand: this.#errand, file: this.#file };
  }

  #takeHead(piece: Buffer): Buffer {
    this.#head = Buffer.concat([this.#head, piece]);
    if (this.#head.length < LENGTH) return Buffer.alloc(0);
    const end = LENGTH + this.#head.readUInt32BE();
    if (this.#head.length < end) return Buffer.alloc(0);
    const errand: Errand = deserialize(this.#head.subarray(LENGTH, end));
    this.#errand = errand;
    this.#file = new Uint8Array(errand.fileBytes);
    return this.#head.subarray(end);
  }
}

/** The questions are ours and short beside a file; one that is not is told. */
export const fitsInHead = (errand: Errand): Result<Buffer, string> => {
  const head = errandHead(errand);
  return head.length <= LARGEST_HEAD ? ok(head) : err(`What is asked of the file has ${head.length} bytes.`);
};

export const reportBytes = (report: Report): Buffer => serialize(report);

/** `undefined` when the process ended before its report was whole. */
export function readReport(bytes: Buffer): Report | undefined {
  try {
    return deserialize(bytes);
  } catch {
    return undefined;
  }
}
