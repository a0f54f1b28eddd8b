import { fromHex } from '@baylink/kernel';
import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { zipOf } from '../archive/zip.rig.js';
import {
  type DecodedParam,
  decodeRequest,
  decodeResponse,
  didNames,
  dtcNames,
  explain,
  inOrderOfUse,
  type OdxLayer,
  openOdx,
  routineNames,
  summaryOf,
} from './index.js';
import { odxD } from './odx.rig.js';

const bytes = (text: string) => fromHex(text) ?? new Uint8Array();

function layerNamed(name: string): OdxLayer {
  const layers = openOdx(odxD());
  const found = layers.ok ? layers.value.find((layer) => layer.name === name) : undefined;
  if (found === undefined) throw new Error(layers.ok ? `no layer ${name}` : layers.error);
  return found;
}
const base = layerNamed('base');
const variant = layerNamed('variant');

/** What people read: values by name, groups inside. */
const shown = (params: readonly DecodedParam[]): Record<string, unknown> =>
  Object.fromEntries(
    params.map(({ name, value }) => {
      if (value.kind === 'group') return [name, shown(value.params)];
      return [
        name,
        value.kind === 'value' ? [value.physical, value.unit].filter((x) => x !== undefined).join(' ') : value,
      ];
    }),
  );
function answer(layer: OdxLayer, request: string, response: string): Record<string, unknown> | undefined {
  const [message] = decodeResponse(layer, bytes(response), bytes(request));
  return message && { is: `${message.title}, ${message.role}`, ...shown(message.params) };
}

test('[C44][ODX-R1] a layer has its own services before those of its parents, without those that it does not want', () => {
  expect([...base.services.keys()]).toHaveLength(8);
  expect([...variant.services.keys()]).not.toContain('tank');
  expect(answer(base, '22F405', '62F40550')).toMatchObject({ is: 'Coolant temperature, positive response' });
  expect(answer(variant, '22F405', '62F40550')).toMatchObject({
    is: 'Coolant of this variant, positive response',
    temperature: '313.15',
  });
});

test.each([
  ['LINEAR with a unit', '22F405', '62F40550', { temperature: '40 °C' }],
  ['a text', '22F190', `62F190${Buffer.from('XBLTWN0A5SC000042').toString('hex')}`, { vin: 'XBLTWN0A5SC000042' }],
  ['bits, TEXTTABLE and TAB-INTP', '220601', '620601A196', { low: 'on', high: '10', load: '150' }],
  ['TAB-INTP at a point', '220601', '620601A0C8', { low: 'off', load: '250' }],
  ['SCALE-LINEAR, low byte first', '220602', '6206023200', { level: '5' }],
  ['SCALE-LINEAR, the other scale', '220602', '620602F401', { level: '500' }],
  ['MUX', '220603', '6206030150', { choice: { case: 'warm', content: { t: '40 °C' } } }],
  ['MUX, default', '220603', '62060309', { choice: { case: 'nothing' } }],
  [
    'DTCs to the end',
    '1902',
    '5902FF04200009C1000108',
    {
      list: {
        0: { dtc: '0x042000 Catalyst efficiency below threshold', status: '9' },
        1: { dtc: '0xC10001', status: '8' },
      },
    },
  ],
  ['a negative response', '220602', '7F2231', { is: 'Tank, negative response', nrc: '49' }],
])('[C44][ODX-R2] %s', (_, request, response, expected) => {
  expect(answer(base, request, response)).toMatchObject(expected);
});

test.each([
  ['a constant that differs', '22F405', '63F40550'],
  ['another DID than the one asked for', '22F405', '62F40650'],
  ['too few bytes', '22F405', '62F405'],
  ['too many bytes', '22F405', '62F4055050'],
  ['an NRC that is not listed', '22F405', '7F2299'],
])('[ODX-R3] %s is no answer of the service', (_, request, response) => {
  expect(answer(base, request, response)).toBeUndefined();
});

test('[ODX-R3] a request finds its service', () => {
  expect(decodeRequest(base, bytes('22F190')).map(({ title }) => title)).toEqual(['Vehicle identification number']);
  expect(decodeRequest(base, bytes('22F191'))).toEqual([]);
});

test('[ODX-R4] what is outside a scale, or of a kind that is not read, is shown as bytes with the reason', () => {
  expect(answer(base, '220602', '620602FFFF')).toMatchObject({
    level: { kind: 'unexplained', hex: 'ffff', why: 'outside the scale' },
  });
  expect(answer(base, '220604', '620604AABB')).toMatchObject({
    odd: { kind: 'unexplained', hex: 'aabb', why: 'DYNAMIC is not read here' },
  });
});

test('[ODX-R5] names of DIDs and DTCs', () => {
  expect(didNames(variant).get(0xf405)).toBe('Coolant of this variant');
  expect(didNames(base).get(0xf190)).toBe('Vehicle identification number');
  expect([...routineNames(base)]).toEqual([[0x0202, 'Compare memory']]);
  expect([...dtcNames(base)]).toEqual([[0x042000, 'Catalyst efficiency below threshold']]);
});

test('[ODX-R9] an answer whose request was not seen is explained by what it repeats of it', () => {
  const [message, other] = explain([base], { bytes: bytes('62F40550') }).meanings;
  expect(message).toMatchObject({ service: 'coolant', role: 'positive response' });
  expect(other).toBeUndefined();
  expect(explain([base], { bytes: bytes('6299990000') })).toEqual({ layer: '', meanings: [] });
});

test('[ODX-R9] of several layers the most specific one that knows the message explains it', () => {
  const layers = inOrderOfUse([base, variant]);
  const titled = (text: string) => {
    const { layer, meanings } = explain(layers, { bytes: bytes(text) });
    return `${layer}: ${meanings[0]?.title}`;
  };
  expect(titled('22F405')).toBe('variant: Coolant of this variant');
  expect(titled('220602')).toBe('base: Tank');
});

test('[ODX-R5] a summary names everything that a layer can name', () => {
  expect(summaryOf(variant)).toMatchObject({
    layer: 'variant',
    kind: 'ECU-VARIANT',
    dids: expect.arrayContaining([[0xf405, 'Coolant of this variant']]),
    dtcs: [[0x042000, 'Catalyst efficiency below threshold']],
    services: expect.arrayContaining([{ name: 'vin', title: 'Vehicle identification number' }]),
  });
});

test('[ODX-R6] out of an archive by its catalogue', () => {
  const index = strToU8('<CATALOG><ABLOCKS><ABLOCK><FILES><FILE>a.odx-d</FILE></FILES></ABLOCK></ABLOCKS></CATALOG>');
  const layers = openOdx(
    zipOf([
      { name: 'index.xml', content: index },
      { name: 'a.odx-d', content: odxD() },
    ]),
  );
  expect(layers).toMatchObject({ ok: true, value: [{ name: 'base' }, { name: 'variant' }] });
  expect(openOdx(zipOf([{ name: 'a.odx-d', content: odxD() }]))).toMatchObject({
    error: expect.stringContaining('no PDX'),
  });
});

test('[ODX-R7] parents in a circle end, and so does a structure that holds itself', () => {
  const circle = Buffer.from(odxD())
    .toString('utf8')
    .replace(
      '<SHORT-NAME>base</SHORT-NAME>',
      '<SHORT-NAME>base</SHORT-NAME><PARENT-REFS><PARENT-REF ID-REF="variant"/></PARENT-REFS>',
    )
    .replace(
      '<DOP-REF ID-REF="dop.celsius"/></PARAM></PARAMS></STRUCTURE>',
      '<DOP-REF ID-REF="dop.hot"/></PARAM></PARAMS></STRUCTURE>',
    );
  const layers = openOdx(strToU8(circle));
  expect(layers.ok).toBe(true);
  if (layers.ok)
    for (const layer of layers.value)
      expect(() => decodeResponse(layer, bytes('6206030150'), bytes('220603'))).not.toThrow();
});

test('[ODX-R8] neither a message nor a damaged document makes the decoder throw', () => {
  const good = odxD();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), fc.uint8Array({ maxLength: 6 }), (response, request) => {
      decodeRequest(base, request);
      decodeResponse(base, response, Uint8Array.of(0x19, 2));
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(127)), { minLength: 1, maxLength: 3 }), (changes) => {
      const file = good.slice();
      for (const [at, value] of changes) file[at] = value;
      const layers = openOdx(file);
      if (layers.ok) for (const layer of layers.value) decodeResponse(layer, bytes('5902FF04200009'), bytes('1902'));
    }),
    { numRuns: 100 },
  );
});
