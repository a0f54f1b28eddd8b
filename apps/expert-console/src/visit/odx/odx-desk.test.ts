import { expect, test } from 'vitest';
import { odxD } from '../../../../../libs/protocols/src/odx/odx.rig.js';
import { OdxDesk } from './odx-desk.js';
import { dtcText, layersInUse } from './odx-names.js';
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
