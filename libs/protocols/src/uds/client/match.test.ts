import { millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { subFunctionOf } from '../codec/codec.js';
import { REQUESTS, RESPONSES } from '../codec/messages.rig.js';
import { serviceOf } from '../codec/services.table.js';
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
  ['24 01 05', '64 01 05 01'],
  ['29 08', '69 08 02'],
  ['2A 03 01', '6A'],
  ['2C 01 F2 01 F1 90 01 02', '6C 01 F2 01'],
  ['2C 03', '6C 03'],
  ['38 02 00 01 2F', '78 02'],
  ['3D 12 20 48 02 00 8C', '7D 12 20 48 02'],
  ['83 81', 'C3 01 00 32'],
  ['86 45 02', 'C6 45 00 02'],
  ['87 03', 'C7 03'],
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
  ['24 01 05', '64 01 06 01', 'the scaling of another DID'],
  ['29 03 00 00 00 00', '69 01 11 00 00 00 00', 'another task'],
  ['2A 03 01', '6A 01 55', 'periodic data'],
  ['2C 01 F2 01 F1 90 01 02', '6C 01 F2 02', 'another definition'],
  ['2F 0A 01 03 32', '6F 0A 01 00 32', 'another control'],
  ['2F 0A 01 03 32', '6F 0A 02 03 32', 'another actuator'],
  ['38 04 00 01 2F 00', '78 05 02 00 06 00 00 01 09', 'another operation'],
  ['3D 12 20 48 02 00 8C', '7D 12 20 49 02', 'another address'],
  ['3D 12 20 48 02 00 8C', '7D 12 20 48', 'half of a range'],
  ['83 01', 'C3 03 00 32', 'another access'],
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

test('[C16][C22][UDS-R42] a unit that says 0x78 for ever never completes anything: the total ends it', () => {
  const rig = new ClientRig({ total: millis(60_000) });
  rig.request('31 01 FF 00');
  const told: string[] = [];
  for (let second = 0; second < 65; second++) {
    told.push(...rig.hear('7F 31 78').filter((line) => !line.startsWith('pending')), ...rig.wait(1000));
  }
  expect(told[0]).toMatch(/done 1 timeout total after 60000$/);
  expect(told.slice(1).every((line) => line.startsWith('stray'))).toBe(true);
});

const responder = fc
  .tuple(fc.constantFrom(...REQUESTS), fc.constantFrom(...RESPONSES), fc.nat(4), fc.nat(255))
  .map(([request, response, at, value]) => {
    const message = bytes(response);
    if (at > 0 && at < message.length) message[at] = value;
    return { request, message };
  });

test('[C22][UDS-R45] no foreign, late or changed answer completes a request that it does not echo', () => {
  fc.assert(
    fc.property(responder, ({ request, message }) => {
      const rig = new ClientRig();
      rig.request(request);
      const completed = rig.feed({ kind: 'message', bytes: message }).some((line) => line.startsWith('done'));
      const sent = bytes(request);
      const same = (message[0] ?? 0) === (sent[0] ?? 0) + 0x40;
      if (!same) expect(completed).toBe(false);
      if (completed && serviceOf(sent[0] ?? 0)?.subFunction === true) expect(message[1]).toBe(subFunctionOf(sent));
    }),
    { numRuns: 1000 },
  );
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
