import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { odxD } from '../../libs/protocols/src/odx/odx.rig.js';
import { baylink } from './browser/command.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-decode-'));
const at = (name: string) => join(folder, name);
const odx = ['--odx', at('unit.odx-d')];

beforeAll(() => writeFileSync(at('unit.odx-d'), odxD()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('[C44] without messages it tells what the description can name', async () => {
  const { code, out } = await baylink('decode', ...odx, '--layer', 'base');
  expect(out).toContain('base (BASE-VARIANT): 8 services');
  expect(out).toContain('0xF190  Vehicle identification number');
  expect(out).toContain('DTC 0x042000  Catalyst efficiency below threshold');
  expect(code).toBe(0);
});

test('[C44] requests and answers are named, and their parameters are physical values', async () => {
  const { code, out } = await baylink(
    'decode',
    ...odx,
    '--layer',
    'base',
    '22F405',
    '62F40550',
    '1902',
    '5902FF04200009',
  );
  expect(out.split('\n')).toEqual(
    expect.arrayContaining([
      '22 F4 05  Coolant temperature, request (base)',
      '62 F4 05 50  Coolant temperature, positive response (base)',
      '    temperature = 40 °C',
      '59 02 FF 04 20 00 09  Trouble codes, positive response (base)',
      '            dtc = 0x042000 Catalyst efficiency below threshold',
    ]),
  );
  expect(code).toBe(0);
});

test('[C44] a tap is read back into messages, each answer beside its request', async () => {
  writeFileSync(
    at('tap'),
    [
      '1000000 tx 000007e00322f405 sim',
      '2000000 rx 000007e80462f40550 sim',
      '3000000 rx 000007e8037f2231 sim',
      '',
    ].join('\n'),
  );
  const { out } = await baylink('decode', ...odx, '--layer', 'base', '--tap', at('tap'));
  expect(out).toContain('0.002 rx 7E8  62 F4 05 50  Coolant temperature, positive response');
  expect(out).toContain('0.003 rx 7E8  7F 22 31  Coolant temperature, negative response');
});

test.each([
  ['a file that is no ODX', ['--odx', at('tap'), '22F190'], 2],
  ['a layer that is not there', [...odx, '--layer', 'roof', '22F190'], 2],
  ['a message that is no hex', [...odx, '22F1G0'], 2],
  ['a tap that is none', [...odx, '--tap', at('unit.odx-d')], 2],
  ['a message that nothing describes', [...odx, '2299'], 1],
])('%s is refused in a sentence', async (_, args, code) => {
  expect((await baylink('decode', ...args)).code).toBe(code);
});
