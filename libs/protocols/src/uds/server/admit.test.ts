import { err, ok } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { NRC } from '../codec/nrc.table.js';
import { type Application, bytes, SAMPLE, ServerRig } from './server.rig.js';

const FUNCTIONAL = { addressing: 'functional' } as const;

/** Two DIDs are known, the VIN and 0x0100; 0x0200 wants security. */
const withDids: Application = (ask) => {
  if (ask.service !== 'ReadDataByIdentifier') return ok(new Uint8Array());
  if (ask.did === 0x0100) return ok(bytes('AA'));
  if (ask.did === 0xf190) return ok(bytes('31 32'));
  return err(ask.did === 0x0200 ? NRC.securityAccessDenied : NRC.requestOutOfRange);
};

test.each([
  ['BA 00', '7F BA 11', 'no such service'],
  ['34 00 11 00 01', '7F 34 7F', 'a service of another session'],
  ['2E 01 00 01', '7F 2E 7F', 'a session before its security'],
  ['11', '7F 11 13', 'no sub-function at all'],
  ['10 05', '7F 10 12', 'no such session'],
  ['10 02', '7F 10 7E', 'a session that is entered from another one'],
  ['27 03', '7F 27 12', 'no such level'],
  ['27 01', '7F 27 7E', 'a level of another session'],
  ['3E 01', '7F 3E 12', 'TesterPresent has one sub-function'],
  ['85 03', '7F 85 12', 'no such setting'],
  ['85 02', '7F 85 7E', 'a setting of another session'],
  ['14 FF', '7F 14 13', 'the length last'],
])('[UDS-R12] in the default session `%s` is answered `%s`: %s', (request, response) => {
  const rig = new ServerRig();
  expect(rig.ask(request)).toEqual([response]);
  expect(rig.asks).toEqual([]);
});

test.each([
  ['2E 01 00 01', '7F 2E 33'],
  ['85 02', '7F 85 33'],
  ['28 01 01', '7F 28 12'],
  ['10 02', undefined],
])('[UDS-R12] in the extended session, locked, `%s` is answered `%s`', (request, response) => {
  const [first] = new ServerRig().extended().ask(request);
  if (response === undefined) expect(first).toBe('7F 10 78');
  else expect(first).toBe(response);
});

test('[UDS-R12] unlocked, the same requests are done', () => {
  const rig = new ServerRig().extended('unlocked');
  expect(rig.ask('2E 01 00 01')).toEqual(['6E 01 00']);
  expect(rig.ask('85 02')).toEqual(['C5 02']);
  expect(rig.asks.map(({ service }) => service)).toEqual(['WriteDataByIdentifier', 'ControlDTCSetting']);
});

test.each(['BA 00', '10 05', '10 02', '34 00 11 00 01', '22 99 99'])(
  '[C20][UDS-R13] functional `%s`, which this unit cannot do, is met with silence',
  (request) => expect(new ServerRig(withDids).ask(request, FUNCTIONAL)).toEqual([]),
);

test.each([
  ['14 FF', '7F 14 13'],
  ['22 02 00', '7F 22 33'],
  ['22 F1 90', '62 F1 90 31 32'],
])('[C20][UDS-R13] functional `%s` is answered `%s`', (request, response) => {
  expect(new ServerRig(withDids).ask(request, FUNCTIONAL)).toEqual([response]);
});

test('[UDS-R14] a physical service does not hear the functional address', () => {
  const rig = new ServerRig().extended('unlocked');
  expect(rig.ask('2E 01 00 01', FUNCTIONAL)).toEqual([]);
  expect(rig.asks).toEqual([]);
});

test('[C19][UDS-R15] `3E 80` is done in silence, its refusal is told', () => {
  const rig = new ServerRig();
  expect(rig.ask('3E 80')).toEqual([]);
  expect(rig.ask('3E 00')).toEqual(['7E 00']);
  expect(rig.ask('3E 81')).toEqual(['7F 3E 12']);
  expect(rig.ask('10 83')).toEqual([]);
  expect(rig.events).toEqual([{ kind: 'session', session: 3, cause: 'request' }]);
});

test.each([
  ['22 01 00 F1 90', '62 01 00 AA F1 90 31 32'],
  ['22 99 99 01 00', '62 01 00 AA'],
  ['22 01 00 99 99', '62 01 00 AA'],
  ['22 99 99 98 98', '7F 22 31'],
  ['22 01 00 02 00', '7F 22 33'],
])('[UDS-R16] `%s` is answered `%s`', (request, response) => {
  expect(new ServerRig(withDids).ask(request)).toEqual([response]);
});

test('[UDS-R17] the unit takes two DIDs and builds seven bytes', () => {
  const small = { ...SAMPLE, maxDids: 2, maxResponse: 7 };
  const rig = new ServerRig(withDids, small);
  expect(rig.ask('22 01 00 01 00 01 00')).toEqual(['7F 22 13']);
  expect(rig.ask('22 01 00 01 00')).toEqual(['62 01 00 AA 01 00 AA']);
  expect(rig.ask('22 01 00 F1 90')).toEqual(['7F 22 14']);
});

test('a response goes to the tester that asked, by the address it used', () => {
  const rig = new ServerRig();
  rig.ask('3E 00', { tester: 'bench', addressing: 'functional' });
  expect(rig.responses).toMatchObject([{ tester: 'bench', addressing: 'functional' }]);
});
