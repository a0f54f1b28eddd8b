import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';
import { shortName, titleOf } from '../layer/references.js';
import { type Place, takeCoded } from '../values/coded-type.js';
import { type DecodedValue, type Decoding, decodeObject, unexplained } from './data-object.js';
import type { DecodedParam } from './decoded.js';

interface DecodedParams {
  readonly params: readonly DecodedParam[];
  readonly end: number;
}

/**
 * Decodes the PARAMS of a message or structure that begins at `from`. A parameter without BYTE-POSITION follows the one
 * before it. `undefined` when the bytes are not of this description: a constant differs or they end too early.
 */
export function decodeParams(
  params: readonly XmlElement[],
  from: number,
  decoding: Decoding,
): DecodedParams | undefined {
  const decoded: DecodedParam[] = [];
  let end = from;
  let next = from;
  for (const param of params) {
    const position = childText(param, 'BYTE-POSITION');
    const place = {
      byte: position === undefined ? next : from + Number(position),
      bit: Number(childText(param, 'BIT-POSITION') ?? 0),
    };
    const taken = decodeParam(param, place, decoding);
    if (taken === undefined) return undefined;
    decoded.push({ name: shortName(param), title: titleOf(param), value: taken.value });
    next = taken.end;
    end = Math.max(end, taken.end);
  }
  return { params: decoded, end };
}

type DecodeParam = (param: XmlElement, place: Place, decoding: Decoding) => DecodedValue | undefined;

const KINDS: Readonly<Record<string, DecodeParam>> = {
  'CODED-CONST': constant,
  'NRC-CONST': constant,
  'MATCHING-REQUEST-PARAM': matching,
  RESERVED: reserved,
  VALUE: value,
  'PHYS-CONST': value,
  'LENGTH-KEY': value,
  'TABLE-KEY': tableKey,
  'TABLE-STRUCT': tableContent,
};

function decodeParam(param: XmlElement, place: Place, decoding: Decoding): DecodedValue | undefined {
  const kind = param.attributes.get('xsi:type') ?? '';
  return (
    KINDS[kind]?.(param, place, decoding) ??
    (kind in KINDS ? undefined : unexplained(decoding, place, `${kind} is not read here`))
  );
}

function constant(param: XmlElement, place: Place, { bytes }: Decoding): DecodedValue | undefined {
  const type = descend(param, 'DIAG-CODED-TYPE');
  const taken = type && takeCoded(type, bytes, place);
  const allowed = [descend(param, 'CODED-VALUE'), ...childrenNamed(descend(param, 'CODED-VALUES'), 'CODED-VALUE')];
  if (taken === undefined || !allowed.some((entry) => entry !== undefined && sameValue(entry.text, taken.value)))
    return undefined;
  return { value: { kind: 'value', physical: taken.value }, end: taken.end };
}

const sameValue = (text: string, value: number | string) =>
  typeof value === 'number' ? Number(text) === value : text.toLowerCase() === value.toLowerCase();

/** Bytes that repeat the request; without a request they are only shown. */
function matching(param: XmlElement, { byte }: Place, { bytes, request }: Decoding): DecodedValue | undefined {
  const length = Number(childText(param, 'BYTE-LENGTH') ?? 0);
  const from = Number(childText(param, 'REQUEST-BYTE-POS') ?? 0);
  const end = byte + length;
  if (end > bytes.length) return undefined;
  let number = 0;
  for (let i = 0; i < length; i++) {
    if (request !== undefined && request[from + i] !== bytes[byte + i]) return undefined;
    number = number * 256 + (bytes[byte + i] ?? 0);
  }
  return { value: { kind: 'value', physical: number }, end };
}

function reserved(param: XmlElement, { byte, bit }: Place, { bytes }: Decoding): DecodedValue | undefined {
  const end = byte + Math.ceil((bit + Number(childText(param, 'BIT-LENGTH') ?? 0)) / 8);
  return end > bytes.length ? undefined : { value: { kind: 'value', physical: 'reserved' }, end };
}

function value(param: XmlElement, place: Place, decoding: Decoding): DecodedValue | undefined {
  const object =
    decoding.layer.references.follow(descend(param, 'DOP-REF')) ??
    decoding.layer.objects.get(descend(param, 'DOP-SNREF')?.attributes.get('SHORT-NAME') ?? '');
  if (object === undefined) return unexplained(decoding, place, 'its data object is not in the file');
  const decoded = decodeObject(object, place, decoding);
  const wanted = childText(param, 'PHYS-CONSTANT-VALUE');
  if (wanted === undefined || decoded?.value.kind !== 'value') return decoded;
  return sameValue(wanted, decoded.value.physical) ? decoded : undefined;
}

/** The key chooses a row of a table for a TABLE-STRUCT that names this parameter. */
function tableKey(param: XmlElement, place: Place, decoding: Decoding): DecodedValue | undefined {
  const { layer, rows } = decoding;
  const table =
    layer.references.follow(descend(param, 'TABLE-REF')) ??
    layer.objects.get(descend(param, 'TABLE-SNREF')?.attributes.get('SHORT-NAME') ?? '');
  const object = layer.references.follow(descend(table, 'KEY-DOP-REF'));
  if (object === undefined) return unexplained(decoding, place, 'its table is not in the file');
  const decoded = decodeObject(object, place, decoding);
  if (decoded?.value.kind !== 'value') return undefined;
  const { physical } = decoded.value;
  const row = childrenNamed(table, 'TABLE-ROW').find((entry) => sameValue(childText(entry, 'KEY') ?? '', physical));
  if (row === undefined) return undefined;
  rows.set(param.attributes.get('ID') ?? shortName(param), row);
  return { value: { kind: 'value', physical: titleOf(row) }, end: decoded.end };
}

function tableContent(param: XmlElement, place: Place, decoding: Decoding): DecodedValue | undefined {
  const { layer, rows } = decoding;
  const key =
    descend(param, 'TABLE-KEY-REF')?.attributes.get('ID-REF') ??
    descend(param, 'TABLE-KEY-SNREF')?.attributes.get('SHORT-NAME');
  const row = rows.get(key ?? '');
  const object =
    layer.references.follow(descend(row, 'STRUCTURE-REF')) ??
    layer.references.follow(descend(row, 'DATA-OBJECT-PROP-REF'));
  if (object === undefined) return { value: { kind: 'group', params: [] }, end: place.byte };
  return decodeObject(object, place, decoding);
}
