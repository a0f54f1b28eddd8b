import { bytesOf, concat, fromHex, hex, millis, uintBytes } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { expect, test } from 'vitest';
import { sampleKey } from '../unit/server-config.js';
import { dumpUnit } from './create.js';
import { Dialogue } from './dialogue.js';
import { buildImage, UPDATE_IMAGE } from './sample/factory-image.js';
import { BODY, ENGINE, ENGINE_FLASH, SAMPLE_VIN } from './sample/profiles.js';

const engine = ENGINE.logical;
const older = () => new Dialogue({ dialect: 'kwp2000' });
const wire = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();
const shown = (bytes: Uint8Array | undefined) => (bytes === undefined ? 'silence' : hex(bytes));
const say = (dialogue: Dialogue, request: string | Uint8Array, to = engine) =>
  shown(dialogue.ask(to, typeof request === 'string' ? wire(request) : request).response);
const text = (value: string) => hex(Uint8Array.from(value, (letter) => letter.charCodeAt(0)));

test.each([
  ['1a90', `5a90${text(SAMPLE_VIN)}`],
  ['1a91', `5a91${text(ENGINE.hardwareId)}`],
  ['220610', '6206100320'],
  ['22f40c', '62f40c0000'],
  ['2142', '7f2131'],
  ['1800ff00', '5802042028017128'],
  ['14ff00', '54ff00'],
  ['230080000a', '63'],
  ['1081', '5081'],
  ['1087', '5087'],
  ['20', '60'],
  ['3e', '7e'],
  ['3e01', '7e'],
  ['1101', '51'],
  ['19', '7f1911'],
  ['1003', '7f1012'],
  ['1085', '7f1080'],
  ['22f190f191', '7f2212'],
  ['3b4201', '7f3b80'],
  ['3800', '7f3811'],
])('[TWN-R50] an older unit answers `%s` with `%s`', (request, response) => {
  expect(say(older(), request).startsWith(response)).toBe(true);
});

test('[TWN-R50] TesterPresent with 02 gets no answer and keeps the session', () => {
  const dialogue = older();
  say(dialogue, '1087');
  for (let i = 0; i < 3; i++) {
    dialogue.pass(millis(2_000));
    const present = {
      kind: 'diagnostic',
      from: 0x0e00,
      to: engine,
      addressing: 'physical',
      bytes: wire('3e02'),
    } as const;
    expect(dialogue.input(present)).toEqual([]);
  }
  expect(say(dialogue, '2801')).toBe('68');
  expect(say(dialogue, '2901')).toBe('69');
  expect(say(dialogue, '8501ff0002')).toBe('c5');
});

const key = (dialogue: Dialogue, to = engine) =>
  say(
    dialogue,
    concat(bytesOf(0x27, 2), sampleKey(dialogue.ask(to, wire('2701')).response?.slice(2) ?? new Uint8Array())),
    to,
  );

test('[TWN-R50] it is coded by 2E in the adjustment session, with a key', () => {
  const dialogue = older();
  expect(say(dialogue, '2e060102', BODY.logical)).toBe('7f2e80');
  say(dialogue, '1087', BODY.logical);
  expect(say(dialogue, '2e060102', BODY.logical)).toBe('7f2e33');
  expect(key(dialogue, BODY.logical)).toBe('6702');
  expect(say(dialogue, '2e060102', BODY.logical)).toBe('6e0601');
  expect(say(dialogue, '220601', BODY.logical)).toBe('62060102');
});

const range = (start: number, size: number) => concat(uintBytes(start, 3), uintBytes(size, 3));

test('[TWN-R51] it is flashed by blocks without a number, and holds every byte', () => {
  const dialogue = older();
  const image = buildImage(UPDATE_IMAGE);
  const { start } = ENGINE_FLASH;
  say(dialogue, '1087');
  const { response, pendings } = dialogue.ask(engine, wire('1085'));
  expect([shown(response), pendings]).toEqual(['5085', 1]);
  expect(key(dialogue)).toBe('6702');
  expect(say(dialogue, concat(bytesOf(0x31, 0xc4), range(start, image.length)))).toBe('71c400');
  const download = concat(bytesOf(0x34), uintBytes(start, 3), bytesOf(0), uintBytes(image.length, 3));
  expect(say(dialogue, download)).toBe('74f1');
  for (let at = 0; at < image.length; at += 240)
    expect(say(dialogue, concat(bytesOf(0x36), image.subarray(at, at + 240)))).toBe('76');
  expect(say(dialogue, '37')).toBe('77');
  expect(say(dialogue, concat(bytesOf(0x31, 0xc5), uintBytes(crc32(image), 4)))).toBe('71c500');
  expect(say(dialogue, '31c7')).toBe('71c700');
  expect(say(dialogue, '1101')).toBe('51');
  dialogue.pass(millis(400));
  expect(say(dialogue, '1a89')).toBe(`5a89${text(UPDATE_IMAGE.softwareId)}`);
  expect(dumpUnit(dialogue.car, 'engine')?.subarray(0, image.length)).toEqual(image);
});

test('[TWN-R51] a block that comes twice is taken for the next one', () => {
  const dialogue = older();
  say(dialogue, '1087');
  say(dialogue, '1085');
  key(dialogue);
  const { start } = ENGINE_FLASH;
  say(dialogue, concat(bytesOf(0x31, 0xc4), range(start, 480)));
  say(dialogue, concat(bytesOf(0x34), uintBytes(start, 3), bytesOf(0), uintBytes(480, 3)));
  const block = concat(bytesOf(0x36), new Uint8Array(240).fill(0x11));
  expect([say(dialogue, block), say(dialogue, block), say(dialogue, block)]).toEqual(['76', '76', '7f3622']);
});

test('[TWN-R51] without session and key nothing is erased or loaded', () => {
  const dialogue = older();
  expect(say(dialogue, concat(bytesOf(0x31, 0xc4), range(ENGINE_FLASH.start, 16)))).toBe('7f3111');
  say(dialogue, '1087');
  say(dialogue, '1085');
  expect(say(dialogue, concat(bytesOf(0x31, 0xc4), range(ENGINE_FLASH.start, 16)))).toBe('7f3133');
  expect(say(dialogue, '31c9')).toBe('7f3112');
});
