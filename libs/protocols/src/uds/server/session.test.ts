import { err, millis, ok } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { NRC } from '../codec/nrc.table.js';
import { SAMPLE, ServerRig } from './server.rig.js';

test('[C17][UDS-R25] the session response tells P2 in ms and P2* in 10 ms', () => {
  expect(new ServerRig().ask('10 03')).toEqual(['50 03 00 32 01 F4']);
});

test('[UDS-R26] a change of session locks and forgets the transfer, also into the same session', () => {
  const rig = new ServerRig().extended('unlocked');
  rig.ask('34 00 11 00 08');
  expect(rig.state.transfer.kind).toBe('active');
  rig.ask('10 03');
  expect(rig.state).toMatchObject({ session: 3, security: { unlocked: undefined }, transfer: { kind: 'none' } });
});

test.each(['10 02', '10 82'])('[C18][UDS-R27] `%s`: 0x78, a restart, and `50 02` from the bootloader', (request) => {
  const application = new ServerRig().extended();
  expect(application.ask(request, { tester: 'desk' })).toEqual(['7F 10 78']);
  const [restart] = application.events;
  if (restart?.kind !== 'restart') throw new Error('no restart');
  expect(restart).toEqual({ kind: 'restart', session: 2, owed: { tester: 'desk', addressing: 'physical' } });
  expect(application.ask('3E 00')).toEqual([]);
  expect(application.wait(60_000)).toEqual([]);

  const timing = { ...SAMPLE.timing, p2: millis(25) };
  const sessions = [{ session: 2, from: 'any', enter: 'here' } as const];
  const boot = new ServerRig(undefined, { ...SAMPLE, timing, sessions }, { session: 2, owed: restart.owed });
  expect(boot.wait(0)).toEqual(['+0 50 02 00 19 01 F4']);
  expect(boot.responses).toMatchObject([{ tester: 'desk' }]);
  expect(boot.wait(4999)).toEqual([]);
  boot.wait(1);
  expect(boot.events).toEqual([
    { kind: 'session', session: 2, cause: 'request' },
    { kind: 'session', session: 1, cause: 's3' },
  ]);
});

test('[UDS-R27] where the owner took its time before the restart, 0x78 is not sent once more', () => {
  const rig = new ServerRig(({ service }) =>
    service === 'DiagnosticSessionControl' ? { takes: 100, result: ok(new Uint8Array()) } : ok(new Uint8Array()),
  );
  rig.ask('10 03');
  rig.wait(1000);
  rig.ask('10 02');
  expect(rig.wait(1000)).toEqual(['+40 7F 10 78']);
  expect(rig.events.at(-1)).toMatchObject({ kind: 'restart' });
});

test('[UDS-R28] `51 01` first, then the reset, then silence', () => {
  const rig = new ServerRig();
  expect(rig.ask('11 01')).toEqual(['51 01']);
  expect(rig.events).toEqual([{ kind: 'reset', resetType: 1 }]);
  expect(rig.ask('3E 00')).toEqual([]);
  expect(rig.wait(60_000)).toEqual([]);
});

test('[UDS-R28] a suppressed reset is carried out in silence', () => {
  const rig = new ServerRig();
  expect(rig.ask('11 81')).toEqual([]);
  expect(rig.events).toEqual([{ kind: 'reset', resetType: 1 }]);
});

test('[UDS-R29] the car moves: neither session nor reset, and security stays', () => {
  let moving = false;
  const rig = new ServerRig(() => (moving ? err(NRC.vehicleSpeedTooHigh) : ok(new Uint8Array()))).extended('unlocked');
  moving = true;
  expect(rig.ask('10 02')).toEqual(['7F 10 88']);
  expect(rig.ask('11 01')).toEqual(['7F 11 88']);
  expect(rig.events).toEqual([]);
  expect(rig.state).toMatchObject({ session: 3, security: { unlocked: 1 }, activity: { kind: 'idle' } });
});
