import { childrenNamed, descend, type XmlElement } from '../../xml/index.js';
import type { OdxLayer } from '../layer/layer.js';
import { shortName, titleOf } from '../layer/references.js';
import type { DecodedMessage } from './decoded.js';
import { decodeParams } from './params.js';

const DEEPEST = 16;
const NEGATIVE = 0x7f;
const POSITIVE_OFFSET = 0x40;
const MOST_MEANINGS = 8;

const LISTS = [
  ['POS-RESPONSE-REFS', 'POS-RESPONSE-REF', 'positive response'],
  ['NEG-RESPONSE-REFS', 'NEG-RESPONSE-REF', 'negative response'],
] as const;

/** The services whose request these bytes are, whole. Usually one. */
export const decodeRequest = (layer: OdxLayer, bytes: Uint8Array): readonly DecodedMessage[] =>
  [...layer.services.values()].flatMap((service) => {
    const request = layer.references.follow(descend(service, 'REQUEST-REF'));
    return request === undefined ? [] : messageOf(layer, service, request, bytes, undefined, 'request');
  });

/** The answers of services to `request` that these bytes are. */
export function decodeResponse(layer: OdxLayer, bytes: Uint8Array, request: Uint8Array): readonly DecodedMessage[] {
  const asked = new Set(decodeRequest(layer, request).map(({ service }) => service));
  return [...layer.services.values()]
    .filter((service) => asked.has(shortName(service)))
    .flatMap((service) => answersOf(layer, service, bytes, request));
}

/**
 * The positive answers that these bytes may be, where the request was not seen. Most answers repeat what of the request
 * names the service (SID, sub-function, identifier): services whose constants disagree with that are left out.
 */
export function decodeUnasked(layer: OdxLayer, bytes: Uint8Array): readonly DecodedMessage[] {
  const [first = 0, ...rest] = bytes;
  if (first < POSITIVE_OFFSET || first === NEGATIVE) return [];
  const presumed = Uint8Array.of(first - POSITIVE_OFFSET, ...rest);
  return [...layer.services.values()]
    .filter((service) => {
      const request = layer.references.follow(descend(service, 'REQUEST-REF'));
      const params = childrenNamed(descend(request, 'PARAMS'), 'PARAM');
      return decodeParams(params, 0, whole(layer, presumed, undefined)) !== undefined;
    })
    .flatMap((service) => answersOf(layer, service, bytes, undefined))
    .slice(0, MOST_MEANINGS);
}

function answersOf(
  layer: OdxLayer,
  service: XmlElement,
  bytes: Uint8Array,
  request: Uint8Array | undefined,
): readonly DecodedMessage[] {
  const negative = bytes[0] === NEGATIVE;
  return LISTS.filter(([, , role]) => (role === 'negative response') === negative).flatMap(([list, item, role]) =>
    childrenNamed(descend(service, list), item).flatMap((reference) => {
      const response = layer.references.follow(reference);
      return response === undefined ? [] : messageOf(layer, service, response, bytes, request, role);
    }),
  );
}

const whole = (layer: OdxLayer, bytes: Uint8Array, request: Uint8Array | undefined) => ({
  layer,
  bytes,
  request,
  depth: DEEPEST,
  rows: new Map(),
});

function messageOf(
  layer: OdxLayer,
  service: XmlElement,
  message: XmlElement,
  bytes: Uint8Array,
  request: Uint8Array | undefined,
  role: DecodedMessage['role'],
): readonly DecodedMessage[] {
  const params = childrenNamed(descend(message, 'PARAMS'), 'PARAM');
  const decoded = decodeParams(params, 0, whole(layer, bytes, request));
  if (decoded === undefined || decoded.end !== bytes.length) return [];
  return [{ service: shortName(service), title: titleOf(service), role, params: decoded.params }];
}
