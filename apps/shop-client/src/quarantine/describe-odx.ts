import { err, ok, type Result } from '@baylink/kernel';
import {
  type ExplainedMessage,
  explain,
  inOrderOfUse,
  type OdxSummary,
  openOdx,
  type SeenMessage,
  summaryOf,
} from '@baylink/protocols/odx';

/** Which layer is meant, if one is, and the messages that it shall explain. */
export interface OdxQuestion {
  readonly layer?: string;
  readonly messages: readonly SeenMessage[];
}

/** What the layers can name, and each message explained, in the order of the question. */
export interface OdxDescription {
  readonly layers: readonly OdxSummary[];
  readonly explained: readonly ExplainedMessage[];
}

/** Reads a PDX archive or an ODX document. The error is one sentence. */
export function describeOdx(
  file: Uint8Array,
  { layer: wanted, messages }: OdxQuestion,
): Result<OdxDescription, string> {
  const opened = openOdx(file);
  if (!opened.ok) return err(`The ODX file ${opened.error}. Get it again from where it was exported.`);
  const layers = inOrderOfUse(opened.value);
  const meant = wanted === undefined ? layers : layers.filter(({ name }) => name === wanted);
  if (layers.length === 0)
    return err('The ODX file holds no diagnostic layer (DIAG-LAYER-CONTAINER): it names nothing.');
  if (meant.length === 0) {
    const names = layers.map(({ name }) => name).slice(0, MOST_TOLD);
    return err(`The ODX file holds no layer called "${wanted}"; there are ${names.join(', ')}.`);
  }
  return ok({ layers: meant.map(summaryOf), explained: messages.map((message) => explain(meant, message)) });
}

const MOST_TOLD = 20;
