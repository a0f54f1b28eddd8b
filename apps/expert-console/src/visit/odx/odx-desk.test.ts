import { SAMPLE_CAR } from '@baylink/safety';
import { expect, test } from 'vitest';
import { odxD } from '../../../../../libs/protocols/src/odx/odx.rig.js';
import { knownDids } from '../coding/known-dids.js';
import { OdxDesk } from './odx-desk.js';
import { dtcText, layersInUse, namesIn, namesOf } from './odx-names.js';
import type { OdxReader } from './odx-reader.js';
import type { Odx } from './use-odx.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const opened = () => {
  const desk = new OdxDesk();
  const answer = desk.hear({ kind: 'open', file: odxD().slice().buffer });
  if (answer.kind !== 'opened') throw new Error(JSON.stringify(answer));
  return { desk, layers: answer.layers };
};

test('a description names its layers, the most specific first', () => {
  expect(opened().layers.map(({ layer }) => layer)).toEqual(['variant', 'base']);
});

test.each([
  [undefined, 'Coolant of this variant', 313.15],
  ['base', 'Coolant temperature', 40],
])('an answer is explained by layer %s', (layer, title, physical) => {
  const message = { bytes: bytes(0x62, 0xf4, 0x05, 0x50), request: bytes(0x22, 0xf4, 0x05) };
  const answer = opened().desk.hear({ kind: 'explain', id: 7, message, layer });
  expect(answer).toMatchObject({ kind: 'explained', id: 7, explained: { meanings: [{ title }] } });
  const [meaning] = answer.kind === 'explained' ? answer.explained.meanings : [];
  expect(meaning?.params.at(-1)?.value).toMatchObject({ physical });
});

test('a file that is none is a sentence', () => {
  const hear = (text: string) =>
    new OdxDesk().hear({ kind: 'open', file: Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer });
  expect(hear('<html></html>')).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('is XML, but') });
  expect(hear('<!DOCTYPE a><ODX/>')).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('DOCTYPE') });
});

test('trouble codes get the text of the layers in use', () => {
  const odx: Odx = { state: 'read', name: 'a.pdx', layers: opened().layers, layer: 'base', reader: {} as OdxReader };
  expect(dtcText(odx, '042000')).toBe('Catalyst efficiency below threshold');
  expect(dtcText(odx, '056200')).toBeUndefined();
  expect(layersInUse(odx)).toHaveLength(1);
  expect(dtcText({ state: 'none' }, '042000')).toBeUndefined();
});

test('identifiers and routines of a request get their names, of the most specific layer', () => {
  const odx: Odx = { state: 'read', name: 'a.pdx', layers: opened().layers, layer: undefined, reader: {} as OdxReader };
  expect(namesIn(odx, bytes(0x22, 0xf4, 0x05, 0xf1, 0x90))).toEqual([
    'Coolant of this variant',
    'Vehicle identification number',
  ]);
  expect(namesIn(odx, bytes(0x31, 0x01, 0x02, 0x02, 0x44))).toEqual(['Compare memory']);
  expect(namesIn(odx, bytes(0x2e, 0x06, 0x02, 0x00))).toEqual(['Tank']);
  expect(namesIn(odx, bytes(0x22, 0x12))).toEqual([]);
  expect(namesIn({ state: 'none' }, bytes(0x22, 0xf1, 0x90))).toEqual([]);
});

test('the coding values of the profile keep their own names', () => {
  const odx: Odx = { state: 'read', name: 'a.pdx', layers: opened().layers, layer: undefined, reader: {} as OdxReader };
  const body = SAMPLE_CAR.units.find(({ name }) => name === 'body');
  const names = knownDids(body, namesOf(odx, 'dids'));
  expect(names.get(0x0601)).toBe('daytime running light');
  expect(names.get(0x0604)).toBe('Odd');
});
