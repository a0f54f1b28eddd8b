import { err, ok, type Result } from '@baylink/kernel';
import type { ExplainedMessage, OdxSummary, SeenMessage } from '@baylink/protocols/odx';
import type { OdxAnswer, OdxQuestion } from './odx-desk.js';

const PATIENCE_MILLIS = 30_000;
const MOST_WAITING = 256;

/** A description in a worker of its own, from `open` to `end`. One that dies or hangs is a sentence. */
export class OdxReader {
  readonly #worker = new Worker(new URL('./odx.worker.ts', import.meta.url), { type: 'module' });
  readonly #waiting = new Map<number, (explained: ExplainedMessage) => void>();
  #next = 0;

  open(file: ArrayBuffer): Promise<Result<readonly OdxSummary[], string>> {
    return new Promise((resolve) => {
      const settle = (outcome: Result<readonly OdxSummary[], string>) => {
        clearTimeout(timer);
        resolve(outcome);
        if (!outcome.ok) this.end();
      };
      const timer = setTimeout(
        () => settle(err(`The file was not read within ${PATIENCE_MILLIS / 1000} s.`)),
        PATIENCE_MILLIS,
      );
      this.#worker.onerror = () => settle(err('The browser ran out of means while reading the file.'));
      this.#worker.onmessage = ({ data }: MessageEvent<OdxAnswer>) => {
        if (data.kind === 'opened') settle(ok(data.layers));
        else if (data.kind === 'refused') settle(err(data.sentence));
        else this.#explained(data.id, data.explained);
      };
      this.#ask({ kind: 'open', file }, [file]);
    });
  }

  /** Never settles for a message that is asked when too many wait already, or after the end: nothing is shown then. */
  explain(message: SeenMessage, layer: string | undefined): Promise<ExplainedMessage> {
    return new Promise((resolve) => {
      if (this.#waiting.size >= MOST_WAITING) return;
      const id = this.#next++;
      this.#waiting.set(id, resolve);
      this.#ask({ kind: 'explain', id, message, layer });
    });
  }

  end(): void {
    this.#worker.terminate();
    this.#waiting.clear();
  }

  #explained(id: number, explained: ExplainedMessage): void {
    this.#waiting.get(id)?.(explained);
    this.#waiting.delete(id);
  }

  #ask(question: OdxQuestion, transfer: Transferable[] = []): void {
    this.#worker.postMessage(question, transfer);
  }
}
