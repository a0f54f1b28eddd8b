import { seconds } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { bytes, SAMPLE, ServerRig } from './server.rig.js';

const WRONG = '27 02 00 00 00 00';
const RIGHT = '27 02 EE DD CC BB';

test('[C25][UDS-R30] a seed of the chance, its key, and zeros once unlocked', () => {
  const rig = new ServerRig().extended();
  expect(rig.ask('27 01')).toEqual(['67 01 11 22 33 44']);
  expect(rig.ask(RIGHT)).toEqual(['67 02']);
  expect(rig.ask('27 01')).toEqual(['67 01 00 00 00 00']);
});

test('[C25][UDS-R30] chance of zeros does not look like unlocked', () => {
  const rig = new ServerRig().extended();
  expect(rig.ask('27 01', { chance: new Uint8Array(16) })).toEqual(['67 01 01 00 00 00']);
});

test('[C25][UDS-R31] a key without a seed is 0x24, and a seed is spent by one key', () => {
  const rig = new ServerRig().extended();
  expect(rig.ask(RIGHT)).toEqual(['7F 27 24']);
  rig.ask('27 01');
  expect(rig.ask(WRONG)).toEqual(['7F 27 35']);
  expect(rig.ask(RIGHT)).toEqual(['7F 27 24']);
});

test('[UDS-R31] a seed of one level is no seed of another', () => {
  const levels = [1, 3].map((level) => ({
    ...SAMPLE.security.levels[0],
    level,
    seedBytes: 4,
    sessions: 'any' as const,
    key: (seed: Uint8Array) => seed,
  }));
  const rig = new ServerRig(undefined, { ...SAMPLE, security: { ...SAMPLE.security, levels } });
  rig.ask('27 01');
  expect(rig.ask('27 04 11 22 33 44')).toEqual(['7F 27 24']);
  rig.ask('27 03');
  expect(rig.ask('27 04 11 22 33 44')).toEqual(['67 04']);
  expect(rig.state.security.unlocked).toBe(3);
});

test('[C25][UDS-R32] 35, 35, 36; then 37 for 10 s, then a fresh set of attempts', () => {
  const rig = new ServerRig(undefined, { ...SAMPLE, timing: { ...SAMPLE.timing, s3: seconds(100) } }).extended();
  for (const answer of ['7F 27 35', '7F 27 35', '7F 27 36']) {
    rig.ask('27 01');
    expect(rig.ask(WRONG)).toEqual([answer]);
  }
  rig.wait(9999);
  expect(rig.ask('27 01')).toEqual(['7F 27 37']);
  rig.wait(1);
  rig.ask('27 01');
  expect(rig.ask(WRONG)).toEqual(['7F 27 35']);
  rig.ask('27 01');
  expect(rig.ask(RIGHT)).toEqual(['67 02']);
  expect(rig.state.security.failedAttempts).toBe(0);
});

test('[C25][UDS-R32] a change of session gives no new attempts', () => {
  const rig = new ServerRig().extended();
  for (const answer of ['7F 27 35', '7F 27 35', '7F 27 36']) {
    rig.ask('10 03');
    rig.ask('27 01');
    expect(rig.ask(WRONG)).toEqual([answer]);
  }
  rig.ask('10 03');
  expect(rig.ask('27 01')).toEqual(['7F 27 37']);
});

test('[C25][UDS-R33] after a boot with a boot delay there is no seed yet', () => {
  const security = { ...SAMPLE.security, bootDelay: seconds(2) };
  const rig = new ServerRig(undefined, { ...SAMPLE, security }).extended();
  expect(rig.ask('27 01')).toEqual(['7F 27 37']);
  rig.wait(2000);
  expect(rig.ask('27 01')).toEqual(['67 01 11 22 33 44']);
});

test('[C25][UDS-R33] a boot does not shorten the delay after too many wrong keys', () => {
  const rig = new ServerRig(undefined, SAMPLE, { failedAttempts: 3 });
  rig.wait(9999);
  rig.ask('10 03');
  expect(rig.ask('27 01')).toEqual(['7F 27 37']);
  rig.wait(1);
  expect(rig.ask('27 01')).toEqual(['67 01 11 22 33 44']);
});

test('[UDS-R33] wrong keys from before the boot count', () => {
  const rig = new ServerRig(undefined, SAMPLE, { failedAttempts: 2 }).extended();
  rig.ask('27 01');
  expect(rig.ask(WRONG)).toEqual(['7F 27 36']);
});

test('[UDS-R34] three bytes of chance make no seed of four', () => {
  const rig = new ServerRig().extended();
  expect(rig.ask('27 01', { chance: bytes('01 02 03') })).toEqual(['7F 27 22']);
});
