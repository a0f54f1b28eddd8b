import { err, millis, ok } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { NRC } from '../codec/nrc.table.js';
import { type Application, bytes, CHANCE, obliging, SAMPLE, ServerRig } from './server.rig.js';

/** Everything takes as long as it is told to. */
const slow =
  (
    takes: number,
    result: ReturnType<typeof ok<Uint8Array>> | ReturnType<typeof err<number>> = ok(new Uint8Array()),
  ): Application =>
  () => ({ takes, result });

const ERASE = '31 01 FF 00';

test('[UDS-R18] what is answered in time needs no 0x78', () => {
  const rig = new ServerRig(slow(39));
  rig.ask(ERASE);
  expect(rig.wait(10_000)).toEqual(['+39 71 01 FF 00']);
});

test('[C16][UDS-R18] an erase of 20 s: 0x78 before P2, then every 1.5 s, then the answer', () => {
  const rig = new ServerRig(slow(20_000));
  rig.ask(ERASE);
  const told = rig.wait(30_000);
  const pendings = told.filter((line) => line.endsWith('7F 31 78'));
  expect(pendings).toHaveLength(14);
  expect(told.slice(0, 3)).toEqual(['+40 7F 31 78', '+1540 7F 31 78', '+3040 7F 31 78']);
  expect(told.at(-1)).toBe('+20000 71 01 FF 00');
});

test('[C19][UDS-R19] after a 0x78 a suppressed positive response is sent all the same', () => {
  const rig = new ServerRig(slow(100));
  rig.ask('31 81 FF 00');
  expect(rig.wait(1000)).toEqual(['+40 7F 31 78', '+100 71 01 FF 00']);
});

test('[UDS-R19] after a 0x78 a functional request gets its NRC 0x31', () => {
  const rig = new ServerRig(slow(100, err(NRC.requestOutOfRange)));
  rig.ask('22 99 99', { addressing: 'functional' });
  expect(rig.wait(1000)).toEqual(['+40 7F 22 78', '+100 7F 22 31']);
});

test('[UDS-R20] a busy unit has requests repeated and takes keep-alives silently', () => {
  const rig = new ServerRig(slow(1000));
  rig.ask(ERASE);
  expect(rig.ask('22 F1 90', { tester: 2 })).toEqual(['7F 22 21']);
  expect(rig.ask('3E 00')).toEqual(['7F 3E 21']);
  expect(rig.ask('3E 80')).toEqual([]);
  expect(rig.ask('3E 80', { addressing: 'functional' })).toEqual([]);
  expect(rig.asks).toHaveLength(1);
  expect(rig.wait(1000).at(-1)).toBe('+1000 71 01 FF 00');
  expect(rig.responses.at(-1)?.tester).toBe(0x0e00);
});

test('[UDS-R21] nobody answers: NRC 0x10 at the limit, and the late answer goes nowhere', () => {
  const config = { ...SAMPLE, timing: { ...SAMPLE.timing, askLimit: millis(4000) } };
  const rig = new ServerRig(() => 'never', config);
  rig.ask(ERASE);
  expect(rig.wait(60_000)).toEqual(['+40 7F 31 78', '+1540 7F 31 78', '+3040 7F 31 78', '+4000 7F 31 10']);
  expect(rig.feed({ kind: 'answer', id: 1, result: ok(new Uint8Array()) })).toEqual([]);
});

test('[UDS-R21] an answer counts once, and only for its own ask', () => {
  const rig = new ServerRig(() => 'never');
  rig.ask('22 F1 90');
  const answer = { kind: 'answer', result: ok(bytes('31')) } as const;
  expect(rig.feed({ ...answer, id: 7 })).toEqual([]);
  expect(rig.feed({ ...answer, id: 1 })).toEqual(['62 F1 90 31']);
  expect(rig.feed({ ...answer, id: 1 })).toEqual([]);
});

test('[C24][UDS-R22] 5 s of silence lead back to session 1 and lock', () => {
  const rig = new ServerRig().extended('unlocked');
  expect(rig.wait(4999)).toEqual([]);
  expect(rig.state).toMatchObject({ session: 3, security: { unlocked: 1 } });
  rig.wait(1);
  expect(rig.events).toEqual([{ kind: 'session', session: 1, cause: 's3' }]);
  expect(rig.state).toMatchObject({ session: 1, security: { unlocked: undefined }, transfer: { kind: 'none' } });
});

test('[C24][UDS-R22] a request that comes at the end of S3 meets the default session, tick or no tick', () => {
  const rig = new ServerRig().extended('unlocked');
  rig.now = millis(5000);
  expect(rig.ask('2E 01 00 01')).toEqual(['7F 2E 7F']);
});

test('[C24][UDS-R22] the default session never times out', () => {
  const rig = new ServerRig();
  rig.ask('3E 00');
  expect(rig.wait(86_400_000)).toEqual([]);
  expect(rig.events).toEqual([]);
});

test('[C23][UDS-R23] a keep-alive every 4.9 s holds the session', () => {
  const rig = new ServerRig().extended();
  for (let i = 0; i < 20; i++) {
    rig.wait(4900);
    rig.ask('3E 80');
  }
  expect(rig.events).toEqual([]);
});

test('[UDS-R23] S3 stands still during a request of 20 s and begins anew after it', () => {
  const rig = new ServerRig((ask) =>
    ask.service === 'RoutineControl' ? { takes: 20_000, result: ok(new Uint8Array()) } : ok(new Uint8Array()),
  );
  rig.extended();
  rig.ask(ERASE);
  rig.wait(24_999);
  expect(rig.events).toEqual([]);
  rig.wait(1);
  expect(rig.events).toEqual([{ kind: 'session', session: 1, cause: 's3' }]);
});

test('[UDS-R23] S3 stands still while a long request arrives', () => {
  const rig = new ServerRig(obliging).extended();
  rig.wait(4000);
  rig.feed({ kind: 'indication' });
  rig.wait(20_000);
  expect(rig.ask('3E 00')).toEqual(['7E 00']);
  expect(rig.events).toEqual([]);
});

test('[UDS-R24] a reception that is given up lets S3 run again', () => {
  const rig = new ServerRig().extended();
  rig.feed({ kind: 'indication' });
  rig.wait(20_000);
  rig.feed({ kind: 'reception-failed' });
  rig.wait(4999);
  expect(rig.events).toEqual([]);
  rig.wait(1);
  expect(rig.events).toHaveLength(1);
});

test('[UDS-R24] a reception that is forgotten does not hold the session for ever', () => {
  const rig = new ServerRig().extended();
  rig.feed({ kind: 'indication' });
  rig.wait(600_000);
  expect(rig.events).toEqual([{ kind: 'session', session: 1, cause: 's3' }]);
});

test('an empty request is nothing', () => {
  const rig = new ServerRig();
  expect(
    rig.feed({ kind: 'request', bytes: new Uint8Array(), tester: 1, addressing: 'physical', chance: CHANCE }),
  ).toEqual([]);
});
