import { hex, showHex } from '@baylink/kernel';
import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';
import type { OdxLayer } from '../layer/layer.js';
import { titleOf } from '../layer/references.js';
import { type Place, takeCoded } from '../values/coded-type.js';
import { holds, toPhysical } from '../values/compu-method.js';
import type { DecodedParam } from './decoded.js';
import { decodeParams } from './params.js';

/** What a decoding carries along: the layer, the message, the request it answers, how deep it may still go. */
export interface Decoding {
  readonly layer: OdxLayer;
  readonly bytes: Uint8Array;
  readonly request: Uint8Array | undefined;
  readonly depth: number;
  /** Rows that TABLE-KEY parameters have chosen, by the parameter's ID and SHORT-NAME. */
  readonly rows: Map<string, XmlElement>;
}

export interface DecodedValue {
  readonly value: DecodedParam['value'];
  readonly end: number;
}

type Decode = (object: XmlElement, place: Place, decoding: Decoding) => DecodedValue | undefined;

const MOST_ITEMS = 4096;

/** Data objects by their element; one that is not listed is shown as bytes. */
const OBJECTS: Readonly<Record<string, Decode>> = {
  'DATA-OBJECT-PROP': simple,
  'DTC-DOP': troubleCode,
  STRUCTURE: structure,
  'ENV-DATA': structure,
  MUX: multiplexer,
  'END-OF-PDU-FIELD': (object, place, decoding) => field(object, place, decoding, MOST_ITEMS),
  'STATIC-FIELD': (object, place, decoding) =>
    field(object, place, decoding, Number(childText(object, 'FIXED-NUMBER-OF-ITEMS') ?? 0)),
};

/** `undefined` when the bytes end before the object does, or its value is none that the description knows. */
export function decodeObject(object: XmlElement, place: Place, decoding: Decoding): DecodedValue | undefined {
  const decode = OBJECTS[object.name];
  if (decode !== undefined && decoding.depth > 0)
    return decode(object, place, { ...decoding, depth: decoding.depth - 1 });
  return unexplained(decoding, place, `${object.name} is not read here`);
}

export const unexplained = ({ bytes }: Decoding, { byte }: Place, why: string): DecodedValue => ({
  value: { kind: 'unexplained', hex: hex(bytes.subarray(byte)), why },
  end: bytes.length,
});

function simple(object: XmlElement, place: Place, { layer, bytes }: Decoding): DecodedValue | undefined {
  const type = descend(object, 'DIAG-CODED-TYPE');
  const taken = type && takeCoded(type, bytes, place);
  if (taken === undefined) return undefined;
  const physical = toPhysical(descend(object, 'COMPU-METHOD'), taken.value);
  if (physical === undefined)
    return {
      value: { kind: 'unexplained', hex: hex(bytes.subarray(place.byte, taken.end)), why: 'outside the scale' },
      end: taken.end,
    };
  const unit = layer.references.follow(descend(object, 'UNIT-REF'));
  const shown = childText(unit, 'DISPLAY-NAME');
  return { value: { kind: 'value', physical, ...(shown === undefined ? {} : { unit: shown }) }, end: taken.end };
}

function troubleCode(object: XmlElement, place: Place, { layer, bytes }: Decoding): DecodedValue | undefined {
  const type = descend(object, 'DIAG-CODED-TYPE');
  const taken = type && takeCoded(type, bytes, place);
  if (taken === undefined || typeof taken.value === 'string') return undefined;
  const code = taken.value;
  const known = (descend(object, 'DTCS')?.children ?? [])
    .map((entry) => (entry.name === 'DTC-REF' ? layer.references.follow(entry) : entry))
    .find((entry) => Number(childText(entry, 'TROUBLE-CODE')) === code);
  const name =
    known === undefined ? showHex(code, 6) : `${showHex(code, 6)} ${childText(known, 'TEXT') ?? titleOf(known)}`;
  return { value: { kind: 'value', physical: name }, end: taken.end };
}

function structure(object: XmlElement, { byte }: Place, decoding: Decoding): DecodedValue | undefined {
  const decoded = decodeParams(childrenNamed(descend(object, 'PARAMS'), 'PARAM'), byte, decoding);
  if (decoded === undefined) return undefined;
  const size = Number(childText(object, 'BYTE-SIZE') ?? 0);
  return { value: { kind: 'group', params: decoded.params }, end: Math.max(decoded.end, byte + size) };
}

/** SWITCH-KEY chooses a CASE, whose structure begins at BYTE-POSITION of the multiplexer. */
function multiplexer(object: XmlElement, { byte }: Place, decoding: Decoding): DecodedValue | undefined {
  const { layer, bytes } = decoding;
  const key = descend(object, 'SWITCH-KEY');
  const keyObject = layer.references.follow(descend(key, 'DATA-OBJECT-PROP-REF'));
  const type = descend(keyObject, 'DIAG-CODED-TYPE');
  const place = {
    byte: byte + Number(childText(key, 'BYTE-POSITION') ?? 0),
    bit: Number(childText(key, 'BIT-POSITION') ?? 0),
  };
  const taken = type && takeCoded(type, bytes, place);
  if (taken === undefined) return undefined;
  const found =
    childrenNamed(descend(object, 'CASES'), 'CASE').find((entry) => holds(entry, taken.value)) ??
    descend(object, 'DEFAULT-CASE');
  if (found === undefined) return undefined;
  const content = layer.references.follow(descend(found, 'STRUCTURE-REF'));
  const from = byte + Number(childText(object, 'BYTE-POSITION') ?? 0);
  const decoded = content && decodeObject(content, { byte: from, bit: 0 }, decoding);
  if (content !== undefined && decoded === undefined) return undefined;
  const inner = decoded === undefined ? [] : [{ name: 'content', title: titleOf(found), value: decoded.value }];
  const chosen: DecodedParam = { name: 'case', title: 'Case', value: { kind: 'value', physical: titleOf(found) } };
  return { value: { kind: 'group', params: [chosen, ...inner] }, end: Math.max(taken.end, decoded?.end ?? 0) };
}

/** The same structure again and again, at most to the end of the message. */
function field(object: XmlElement, { byte }: Place, decoding: Decoding, most: number): DecodedValue | undefined {
  const { layer, bytes } = decoding;
  const item = layer.references.follow(descend(object, 'BASIC-STRUCTURE-REF'));
  if (item === undefined) return undefined;
  const params: DecodedParam[] = [];
  let at = byte;
  while (at < bytes.length && params.length < Math.min(most, MOST_ITEMS)) {
    const decoded = decodeObject(item, { byte: at, bit: 0 }, decoding);
    if (decoded === undefined || decoded.end <= at) return undefined;
    params.push({ name: `${params.length}`, title: `${titleOf(item)} ${params.length + 1}`, value: decoded.value });
    at = decoded.end;
  }
  return { value: { kind: 'group', params }, end: at };
}
