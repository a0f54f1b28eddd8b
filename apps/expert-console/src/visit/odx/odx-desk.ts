import {
  type ExplainedMessage,
  explain,
  inOrderOfUse,
  type OdxLayer,
  type OdxSummary,
  openOdx,
  type SeenMessage,
  summaryOf,
} from '@baylink/protocols/odx';

/** What the worker is asked. `layer` undefined: the most specific one that knows the message. */
export type OdxQuestion =
  | { readonly kind: 'open'; readonly file: ArrayBuffer }
  | {
      readonly kind: 'explain';
      readonly id: number;
      readonly message: SeenMessage;
      readonly layer: string | undefined;
    };

export type OdxAnswer =
  | { readonly kind: 'opened'; readonly layers: readonly OdxSummary[] }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'explained'; readonly id: number; readonly explained: ExplainedMessage };

/** Keeps one opened description. A hostile file costs the worker that it runs in, not the page. */
export class OdxDesk {
  #layers: readonly OdxLayer[] = [];

  hear(question: OdxQuestion): OdxAnswer {
    switch (question.kind) {
      case 'open': {
        const opened = openOdx(new Uint8Array(question.file));
        if (!opened.ok) return { kind: 'refused', sentence: `The file ${opened.error}.` };
        if (opened.value.length === 0)
          return { kind: 'refused', sentence: 'The file holds no diagnostic layer: it names nothing.' };
        this.#layers = inOrderOfUse(opened.value);
        return { kind: 'opened', layers: this.#layers.map(summaryOf) };
      }
      case 'explain': {
        const { id, message, layer } = question;
        const meant = layer === undefined ? this.#layers : this.#layers.filter(({ name }) => name === layer);
        return { kind: 'explained', id, explained: explain(meant, message) };
      }
    }
  }
}
