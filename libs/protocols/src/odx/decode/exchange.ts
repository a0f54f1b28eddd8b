import type { OdxLayer } from '../layer/layer.js';
import { shortName, titleOf } from '../layer/references.js';
import type { DecodedMessage } from './decoded.js';
import { decodeRequest, decodeResponse, decodeUnasked } from './message.js';
import { didNames, dtcNames, routineNames } from './names.js';

/** One message of a conversation with a unit; an answer has the request before it, where that was seen. */
export interface SeenMessage {
  readonly bytes: Uint8Array;
  readonly request?: Uint8Array;
}

/** What a description says of a message, and which of its layers says it. Several meanings are all told. */
export interface ExplainedMessage {
  /** Empty: none of the layers describes these bytes. */
  readonly layer: string;
  readonly meanings: readonly DecodedMessage[];
}

/** What a layer can name. Plain data. */
export interface OdxSummary {
  readonly layer: string;
  readonly kind: string;
  readonly services: readonly { readonly name: string; readonly title: string }[];
  readonly dids: readonly (readonly [did: number, name: string])[];
  readonly routines: readonly (readonly [rid: number, name: string])[];
  readonly dtcs: readonly (readonly [code: number, text: string])[];
}

/** The most specific first: what a variant says replaces what it has from its parents. */
const SPECIFIC = ['ECU-VARIANT', 'BASE-VARIANT', 'FUNCTIONAL-GROUP', 'PROTOCOL', 'ECU-SHARED-DATA'];

export const inOrderOfUse = (layers: readonly OdxLayer[]): readonly OdxLayer[] =>
  [...layers].sort((a, b) => SPECIFIC.indexOf(a.kind) - SPECIFIC.indexOf(b.kind));

/** The first layer that explains the message, in the order given. */
export function explain(layers: readonly OdxLayer[], { bytes, request }: SeenMessage): ExplainedMessage {
  for (const layer of layers) {
    const answers = request === undefined ? decodeRequest(layer, bytes) : decodeResponse(layer, bytes, request);
    const meanings = answers.length > 0 ? answers : decodeUnasked(layer, bytes);
    if (meanings.length > 0) return { layer: layer.name, meanings };
  }
  return { layer: '', meanings: [] };
}

export const summaryOf = (layer: OdxLayer): OdxSummary => ({
  layer: layer.name,
  kind: layer.kind,
  services: [...layer.services.values()].map((service) => ({ name: shortName(service), title: titleOf(service) })),
  dids: [...didNames(layer)],
  routines: [...routineNames(layer)],
  dtcs: [...dtcNames(layer)],
});
