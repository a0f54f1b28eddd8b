import { fromHex, hex, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { Dialogue } from './dialogue.js';
import { BODY, ENGINE, GATEWAY } from './sample/profiles.js';

const bytes = (text: string) => fromHex(text) ?? new Uint8Array();
const say = (dialogue: Dialogue, to: number, text: string) => {
  const { response } = dialogue.ask(to, bytes(text));
  return response === undefined ? 'silence' : hex(response);
};
const extended = (to: number) => {
  const dialogue = new Dialogue();
  say(dialogue, to, '1003');
  return dialogue;
};

/** Requests and answers one after the other in one extended session. */
const talk = (to: number, lines: readonly (readonly [string, string])[]) => {
  const dialogue = extended(to);
  for (const [request, answer] of lines) expect(say(dialogue, to, request), request).toBe(answer);
  return dialogue;
};

test('[TWN-R42] scaling of a text, of live values with formula and unit, and of nothing', () => {
  talk(ENGINE.logical, [
    ['24f190', '64f1906f62'],
    ['24f40c', '64f40c029500e0190000'],
    ['24f40d', '64f40d01a130'],
    ['241234', '7f2431'],
  ]);
});

test('[TWN-R37] a dynamic identifier is put together from others, grows, and is cleared', () => {
  talk(BODY.logical, [
    ['2c01f301f1900103', '6c01f301'],
    ['22f301', `62f301${hex(bytes('58424c'))}`],
    ['2c01f30106000201', '6c01f301'],
    ['22f301', '62f30158424c00'],
    ['2c01f302f3010101', '7f2c31'],
    ['2c01f302f1900080', '7f2c31'],
    ['2c01060012340101', '7f2c31'],
    ['2c03f301', '6c03f301'],
    ['22f301', '7f2231'],
    ['2c03f301', '7f2c31'],
    ['2c03', '6c03'],
  ]);
});

test('[TWN-R37] a dynamic identifier reads memory where the unit has one', () => {
  const dialogue = talk(ENGINE.logical, [
    ['2c02f302140000000004', '7f2c31'],
    ['2c02f302140000800004', '6c02f302'],
  ]);
  const read = say(dialogue, ENGINE.logical, '23140000800004');
  expect(say(dialogue, ENGINE.logical, '22f302')).toBe(`62f302${read.slice(2)}`);
});

test('[TWN-R38] periodic data come by their rate until they are stopped or the session ends', () => {
  const dialogue = talk(BODY.logical, [
    ['2c01f201f40d0101', '6c01f201'],
    ['2a0302', '7f2a31'],
    ['2a0201', '6a'],
  ]);
  const heard = (time: number) =>
    dialogue.pass(millis(time)).flatMap((out) => (out.kind === 'diagnostic' ? [hex(out.bytes)] : []));
  expect(heard(199)).toEqual([]);
  expect(heard(1)).toEqual(['6a0100']);
  expect(heard(400)).toEqual(['6a0100', '6a0100']);
  expect(say(dialogue, BODY.logical, '2a0401')).toBe('6a');
  expect(heard(1000)).toEqual([]);
  expect(say(dialogue, BODY.logical, '2a0101')).toBe('6a');
  expect(heard(5000)).toEqual(['6a0100', '6a0100', '6a0100', '6a0100']);
  expect(heard(5000)).toEqual([]);
});

test('[TWN-R39] an actuator is held, frozen, reset and given back', () => {
  talk(BODY.logical, [
    ['2f0a010332', '6f0a010332'],
    ['220a01', '620a0132'],
    ['2f0a0102', '6f0a010232'],
    ['2f0a0101', '6f0a010100'],
    ['2f0a010365', '7f2f31'],
    ['2f0a0103', '7f2f13'],
    ['2f123400', '7f2f31'],
    ['2f0a0104', '7f2f31'],
    ['2f0a0100', '6f0a010000'],
  ]);
});

test.each([
  ['S3', (dialogue: Dialogue) => void dialogue.pass(millis(5001))],
  ['a request', (dialogue: Dialogue) => void dialogue.ask(BODY.logical, bytes('1001'))],
])('[TWN-R39] whatever is held goes back to the unit when %s ends the session', (_, end) => {
  const dialogue = talk(BODY.logical, [['2f0a020301', '6f0a020301']]);
  end(dialogue);
  expect(say(dialogue, BODY.logical, '220a02')).toBe('620a0200');
  expect(say(dialogue, BODY.logical, '2f0a0203')).toBe('7f2f7f');
});

test('[TWN-R40] the gateway lists and sends its files, and takes none', () => {
  const path = (name: string) =>
    `00${name.length.toString(16).padStart(2, '0')}${hex(Uint8Array.from(name, (letter) => letter.charCodeAt(0)))}`;
  const dialogue = talk(GATEWAY.logical, [
    [`3804${path('/log/boot.txt')}00`, '78040204020000040000001f0000001f'],
    ['3601', `7601${hex(Uint8Array.from('BLROM-1.0 start 0042 supply ok\n', (letter) => letter.charCodeAt(0)))}`],
    ['3602', '7f3624'],
    ['37', '77'],
    [`3804${path('/log/none')}00`, '7f3831'],
    [`3801${path('/log/new')}00010101`, '7f3870'],
    [`3802${path('/log/boot.txt')}`, '7f3870'],
  ]);
  expect(say(dialogue, GATEWAY.logical, `3805${path('/log')}`)).toBe('78050204020000040000001f');
  expect(say(dialogue, GATEWAY.logical, '3601')).toContain(
    hex(Uint8Array.from('/log/network.txt', (letter) => letter.charCodeAt(0))),
  );
});

test.each([
  ['8301', 'c30103e801f4'],
  ['8303', 'c30303e801f4'],
  ['8302', 'c302'],
  ['830403e801f4', '7f8331'],
  ['84000000000000012201', '7f8439'],
  ['860002', 'c6000002'],
  ['860402', 'c60400'],
  ['860602', 'c6060002'],
  ['8601022f1904', '7f8612'],
  ['8703', '7f8724'],
  ['870113', '7f8731'],
  ['3d1120480100', '7f3d11'],
  ['2908', '7f2911'],
])('[TWN-R41] what the sample units only refuse, or only tell: `%s` is answered by `%s`', (request, answer) => {
  expect(say(extended(BODY.logical), BODY.logical, request)).toBe(answer);
});

test('[TWN-R41] the rate that the bus has already can be changed to, once after it was verified', () => {
  talk(BODY.logical, [
    ['870112', 'c701'],
    ['8703', 'c703'],
    ['8703', '7f8724'],
  ]);
});
