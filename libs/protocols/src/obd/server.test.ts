import { showBytes } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { bytes } from '../uds/server/server.rig.js';
import { decodeObdResponse } from './decode-response.js';
import type { ObdMedium } from './modes.table.js';
import { OBD_REQUESTS, VEHICLE, VIN } from './sample.rig.js';
import { answerObd } from './server.js';

const ask = (request: string, medium: ObdMedium = 'can', vehicle = VEHICLE): string[] =>
  answerObd(bytes(request), vehicle, medium).messages.map(showBytes);

test.each([
  ['01 00', '41 00 88 18 00 01'],
  ['01 20', '41 20 00 00 00 01'],
  ['01 40', '41 40 40 00 00 00'],
  ['01 0C', '41 0C 1A F8'],
  ['01 0D', '41 0D 32'],
  ['01 42', '41 42 36 B0'],
  ['01 00 20 40', '41 00 88 18 00 01 20 00 00 00 01 40 40 00 00 00'],
  ['03', '43 04 04 20 01 71 C1 00 41 23'],
  ['07', '47 01 01 71'],
  ['0A', '4A 01 04 20'],
  ['04', '44'],
  ['06 00', '46 00 80 00 00 01'],
  ['06 01', '46 01 81 0A 00 10 00 00 00 20'],
  ['08 00', '48 00 80 00 00 00'],
  ['08 01', '48 01 00 00 00 00 00'],
  ['09 00', '49 00 54 00 00 00'],
  ['09 06', '49 06 01 17 91 BC 82'],
])('[OBD-R4][OBD-R7][OBD-R11] CAN: `%s` is answered by `%s`', (request, response) => {
  expect(ask(request)).toEqual([response]);
});

test('[OBD-R11] of several PIDs those that are known come in one message', () => {
  expect(ask('01 0C 5B 0D')).toEqual(['41 0C 1A F8 0D 32']);
});

test.each([
  '01 5B',
  '01 60',
  '02 0C 01',
  '05 01 01',
  '06 02',
  '08 07',
  '09 0A',
  '09 02 04',
  '01',
  '03 00',
  '0B',
  '22 F1 90',
])('[OBD-R3][OBD-R11] CAN: `%s` is not answered', (request) => expect(ask(request)).toEqual([]));

test('[OBD-R12] K-Line: three codes a message, the last one filled, none is one of zeros', () => {
  expect(ask('03', 'k-line')).toEqual(['43 04 20 01 71 C1 00', '43 41 23 00 00 00 00']);
  expect(ask('03', 'k-line', { ...VEHICLE, stored: [] })).toEqual(['43 00 00 00 00 00 00']);
});

test('[C41][OBD-R8][OBD-R12] K-Line: the VIN is five messages of four bytes, and 09 01 says so', () => {
  expect(ask('09 01', 'k-line')).toEqual(['49 01 05']);
  expect(ask('09 02', 'k-line')).toEqual([
    '49 02 01 00 00 00 57',
    '49 02 02 50 30 5A 5A',
    '49 02 03 5A 39 39 5A',
    '49 02 04 54 53 33 39',
    '49 02 05 30 30 30 30',
  ]);
});

test('[OBD-R12] K-Line: bitmaps of mode 09 name the counts too; two PIDs are not answered', () => {
  expect(ask('09 00', 'k-line')).toEqual(['49 00 01 FC 00 00 00']);
  expect(ask('01 0C 0D', 'k-line')).toEqual([]);
  expect(ask('0A', 'k-line')).toEqual([]);
});

test('[OBD-R12] K-Line: oxygen sensors in mode 05, one limit in mode 06', () => {
  expect(ask('05 01 01', 'k-line')).toEqual(['45 01 01 5A']);
  expect(ask('05 01 02', 'k-line')).toEqual([]);
  expect(ask('06 81', 'k-line')).toEqual(['46 81 01 00 10 00 20']);
  expect(ask('06 80', 'k-line')).toEqual(['46 80 FF 88 00 00 00']);
});

test('[C41][OBD-R8] CAN: the VIN is one message with all of its zeros', () => {
  const [message = ''] = ask('09 02');
  expect(message.startsWith('49 02 01 57 50 30')).toBe(true);
  const decoded = decodeObdResponse(bytes(message), 'can');
  expect(decoded?.mode === 0x09 && decoded.content.kind === 'items' && decoded.content.data).toEqual(
    Uint8Array.from(VIN, (letter) => letter.charCodeAt(0)),
  );
});

test('[OBD-R13] clearing is granted with an effect, or refused without one', () => {
  expect(answerObd(bytes('04'), VEHICLE, 'can').effect).toEqual({ kind: 'clear' });
  const refused = answerObd(bytes('04'), { ...VEHICLE, clearing: 'refuse' }, 'can');
  expect(refused.messages.map(showBytes)).toEqual(['7F 04 22']);
  expect(refused.effect).toEqual({ kind: 'none' });
});

test('[OBD-R14] the code of a frame that is not there is 0000', () => {
  expect(ask('02 02 00')).toEqual(['42 02 00 04 20']);
  expect(ask('02 0C 00')).toEqual(['42 0C 00 0F A0']);
  expect(ask('02 02 00', 'can', { ...VEHICLE, freezeFrame: new Map() })).toEqual(['42 02 00 00 00']);
  expect(ask('02 02 01')).toEqual([]);
});

test.each(['can', 'k-line'] as const)('[OBD-R15] whatever is answered on %s decodes there', (medium) => {
  for (const request of OBD_REQUESTS)
    for (const message of answerObd(bytes(request), VEHICLE, medium).messages)
      expect(decodeObdResponse(message, medium), `${request}: ${showBytes(message)}`).toBeDefined();
});
