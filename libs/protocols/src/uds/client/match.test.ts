import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { ClientRig } from './client.rig.js';
import { matchResponse } from './match.js';

test.each([
  ['10 03', '50 03 00 32 01 F4'],
  ['10 83', '50 03 00 32 01 F4'],
  ['14 FF FF FF', '54'],
  ['19 02 FF', '59 02 FF'],
  ['22 F1 90', '62 F1 90 00'],
  ['22 F1 90 F1 87', '62 F1 87 00'],
  ['2E F1 5A 01', '6E F1 5A'],
  ['31 01 FF 00 44', '71 01 FF 00'],
  ['34 00 11 00 01', '74 20 00 82'],
  ['36 FF 01', '76 FF'],
  ['2F F1 90 03', '6F F1 90 03'],
  ['BA 01', 'FA 99'],
])('[C22][UDS-R45] `%s` is answered by `%s`', (request, message) => {
  expect(matchResponse(bytes(request), bytes(message))).toEqual({ kind: 'positive' });
});

test.each([
  ['22 F1 90', '62 F1 87 00', 'another DID'],
  ['22 F1 90', '62 F1', 'half a DID'],
  ['22 F1 90 F1 87', '62 90 F1', 'no DID of those'],
  ['2E F1 5A 01', '6E F1 90', 'another DID written'],
  ['10 03', '50 02 00 32 01 F4', 'another session'],
  ['27 02 AA', '67 01 AA', 'another step'],
  ['31 01 FF 00', '71 03 FF 00', 'another sub-function'],
  ['31 01 FF 00', '71 01 FF 01', 'another routine'],
  ['36 02 AA', '76 01', 'another block'],
  ['36 02 AA', '76', 'no block'],
  ['36 00 AA', '76', 'no block is not block 0'],
  ['3E 00', '7E', 'no sub-function is not sub-function 0'],
  ['22 F1 90', '7F 19 31', 'the refusal of another service'],
  ['22 F1 90', '7F 3E 12', 'the refusal of a keep-alive'],
  ['22 F1 90', '7E 00', 'the answer to a keep-alive'],
  ['22 F1 90', '7F 22', 'half a refusal'],
  ['22 F1 90', '22 F1 90', 'the echo of the request'],
  ['22 F1 90', '', 'nothing'],
  ['10 03', '51 03', 'another service'],
])('[C22][UDS-R45] `%s` is not answered by `%s`: %s', (request, message) => {
  expect(matchResponse(bytes(request), bytes(message)).kind).toBe('stray');
});

test('[C22][UDS-R45] the late answer of the request before does not complete this one', () => {
  const rig = new ClientRig();
  rig.request('22 F1 90');
  expect(rig.wait(60)).toEqual(['+50 done 1 timeout P2 after 50']);
  expect(rig.hear('62 F1 90 41')).toEqual(['stray 62 F1 90 41']);
  rig.request('22 F1 87');
  expect(rig.hear('62 F1 90 41')).toEqual(['stray 62 F1 90 41']);
  expect(rig.hear('62 F1 87 42')).toEqual(['done 2 positive 62 F1 87 42']);
});

test('[C22][UDS-R45] strays do not prolong P2', () => {
  const rig = new ClientRig();
  rig.request('22 F1 90');
  rig.wait(40);
  rig.hear('7E 00');
  expect(rig.wait(40)).toEqual(['+10 done 1 timeout P2 after 50']);
});

test('[C22][UDS-R45] a long stray had the line: after it the unit has P2 again', () => {
  const rig = new ClientRig();
  rig.request('22 F1 90');
  rig.feed({ kind: 'indication' });
  rig.wait(400);
  expect(rig.hear('59 02 FF 01 23 1A 2F')).toEqual(['stray 59 02 FF 01 23 1A 2F']);
  expect(rig.wait(100)).toEqual(['+50 done 1 timeout P2 after 450']);
});

test('[C31][UDS-R45] what comes between a 0x21 and the repetition answers nothing', () => {
  const rig = new ClientRig();
  rig.request('22 F1 90');
  rig.hear('7F 22 21');
  expect(rig.hear('62 F1 90 41')).toEqual(['stray 62 F1 90 41']);
});

test('[C23][UDS-R45] answers to keep-alives never complete a request', () => {
  const rig = new ClientRig();
  rig.request('31 01 FF 00');
  rig.hear('7F 31 78');
  expect([...rig.hear('7E 00'), ...rig.hear('7F 3E 12'), ...rig.hear('7F 3E 78')]).toEqual([
    'stray 7E 00',
    'stray 7F 3E 12',
    'stray 7F 3E 78',
  ]);
  expect(rig.hear('71 01 FF 00')).toEqual(['done 1 positive 71 01 FF 00']);
});
