import { fromHex, hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { Dialogue } from './dialogue.js';
import { ENGINE, FUNCTIONAL, SAMPLE_VIN } from './sample/profiles.js';

const bytes = (text: string) => fromHex(text) ?? new Uint8Array();
const say = (dialogue: Dialogue, text: string, to: number = FUNCTIONAL.logical) => {
  const { response } = dialogue.ask(to, bytes(text));
  return response === undefined ? 'silence' : hex(response);
};

const driving = () => {
  const dialogue = new Dialogue();
  dialogue.do({ kind: 'signals', change: { rpm: 1726, speed: 50 } });
  return dialogue;
};

test.each([
  ['010c', '410c1af8'],
  ['010d', '410d32'],
  ['010c0d', '410c1af80d32'],
  ['0101', '410102076100'],
  ['03', '430204200171'],
  ['0a', '4a00'],
  ['020200', '4202000420'],
  ['015b', 'silence'],
  ['04', '7f0422'],
])('[TWN-R34] the engine unit of a car that drives answers `%s` with `%s`', (request, answer) => {
  expect(say(driving(), request)).toBe(answer);
});

test('[TWN-R34] PID 42 is what the unit measures, in mV', () => {
  const dialogue = driving();
  expect(say(dialogue, '0142').slice(4)).toBe(say(dialogue, '22f442', ENGINE.logical).slice(6));
});

test('[TWN-R34] the VIN of mode 09 is that of 0xF190 and of 0xF802', () => {
  const dialogue = new Dialogue();
  const vin = hex(Uint8Array.from(SAMPLE_VIN, (letter) => letter.charCodeAt(0)));
  expect(say(dialogue, '0902')).toBe(`490201${vin}`);
  expect(say(dialogue, '22f802', ENGINE.logical)).toBe(`62f802${vin}`);
});

test('[TWN-R35] a cleared unit has no codes, no freeze frame, and monitors that are not complete', () => {
  const dialogue = new Dialogue();
  expect(say(dialogue, '04')).toBe('44');
  expect(say(dialogue, '03')).toBe('4300');
  expect(say(dialogue, '020200')).toBe('4202000000');
  expect(say(dialogue, '0101')).toBe('410100776161');
});

test('[TWN-R34] the bootloader knows no OBD', () => {
  const dialogue = new Dialogue();
  dialogue.ask(ENGINE.logical, bytes('1003'));
  expect(dialogue.ask(ENGINE.logical, bytes('1002')).response).toBeDefined();
  expect(say(dialogue, '010c', ENGINE.logical)).toBe('7f0111');
  expect(dialogue.send(FUNCTIONAL.logical, bytes('010c'))).toEqual([]);
});
