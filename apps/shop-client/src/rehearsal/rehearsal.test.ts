import { SAMPLE_CAR, SAMPLE_CAR_KWP2000, type VehicleProfile } from '@baylink/safety';
import { FOREIGN_HARDWARE_IMAGE } from '@baylink/twin';
import { expect, test } from 'vitest';
import {
  codingTask,
  foreignOriginal,
  NEXT,
  programmingTask,
  type Rehearsable,
  refusing,
} from '../../test/rehearsal-task.js';
import { rehearseHere } from './here.js';

const MINUTE = 60_000;
const CARS = [
  ['ISO 14229-1', SAMPLE_CAR],
  ['ISO 14230-3', SAMPLE_CAR_KWP2000],
] as const;

async function rehearsed({ task, bytes }: Rehearsable, signal = new AbortController().signal) {
  const heard: string[] = [];
  const outcome = await rehearseHere(task, bytes, ({ name }) => void heard.push(name), signal);
  return { outcome, heard, scenes: outcome.ok ? outcome.value.scenes : [] };
}

/** The engine unit's programming profile with some members changed. */
const changed = (change: object): VehicleProfile => ({
  ...SAMPLE_CAR,
  units: SAMPLE_CAR.units.map((unit) =>
    unit.programming === null ? unit : { ...unit, programming: { ...unit.programming, ...change } },
  ),
});

test.each(CARS)(
  '[RHS-R2][RHS-R3] a good plan for an engine unit by %s comes through everything, and says which plan and backup it was',
  async (_, profile) => {
    const { outcome, heard, scenes } = await rehearsed(programmingTask(NEXT, profile));
    expect(outcome).toMatchObject({
      ok: true,
      value: { planDigest: 'a1'.repeat(32), backup: 'cc'.repeat(32), twin: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(scenes.filter(({ held }) => !held)).toEqual([]);
    expect(scenes.map(({ scene }) => scene)).toEqual([
      'the plan as it is',
      'the shop client dies in the erase',
      'the shop client dies in the middle of the transfer',
      'the unit loses its supply in the middle of the transfer',
      'what was written fails its check, and the backup is restored',
      'the same, and the shop client dies while the backup is restored',
    ]);
    expect(heard).toEqual(scenes.map(({ scene }) => scene));
  },
  MINUTE,
);

test(
  '[RHS-R2][JOB-R83] over a link of 255 bytes it is rehearsed with blocks of that length',
  async () => {
    const { scenes } = await rehearsed(programmingTask(NEXT, SAMPLE_CAR, 255));
    expect(scenes.filter(({ held }) => !held)).toEqual([]);
    const short = await rehearsed(programmingTask(NEXT, SAMPLE_CAR, 7));
    expect(short.scenes.some(({ held }) => held)).toBe(false);
  },
  MINUTE,
);

test.each(CARS)(
  '[RHS-R2][RHS-R3] coding by %s comes through a death at each value, and a refused value is written back',
  async (_, profile) => {
    const { scenes } = await rehearsed(codingTask(profile));
    expect(scenes.map(({ held, sentence }) => [held, sentence.slice(0, 24)])).toEqual([
      [true, 'The twin ended in DONE, '],
      [true, 'The twin ended in DONE, '],
      [true, 'The twin ended in DONE, '],
      [true, 'The twin ended in RESTOR'],
    ]);
  },
  MINUTE,
);

test(
  '[RHS-R3] a file for other hardware does not come through as it is',
  async () => {
    const { scenes } = await rehearsed(programmingTask({ ...FOREIGN_HARDWARE_IMAGE, length: NEXT.length }));
    expect(scenes[0]).toMatchObject({ scene: 'the plan as it is', held: false });
  },
  MINUTE,
);

test(
  '[RHS-R3] a plan that expects another software than its file holds does not come through as it is',
  async () => {
    const { task, bytes } = programmingTask();
    const { plan } = task.brief;
    if (plan.kind !== 'programming') throw new Error('the plan programs');
    const brief = { ...task.brief, plan: { ...plan, expectSoftware: 'BLE-ENG-9999' } };
    const { scenes } = await rehearsed({ task: { ...task, brief }, bytes });
    expect(scenes[0]).toMatchObject({
      scene: 'the plan as it is',
      held: false,
      sentence: expect.stringContaining('instead of DONE'),
    });
  },
  MINUTE,
);

test(
  '[RHS-R1][RHS-R3] a unit that refuses to be read is brought back with its original file',
  async () => {
    const { scenes } = await rehearsed(refusing(programmingTask()));
    expect(scenes.filter(({ held }) => !held)).toEqual([]);
    expect(scenes.filter(({ sentence }) => sentence.includes('RESTORED'))).toHaveLength(2);
  },
  MINUTE,
);

test(
  '[RHS-R3] an original file whose software does not start on this hardware is no way back',
  async () => {
    const { task, bytes } = refusing(programmingTask());
    const foreign = foreignOriginal(task, bytes);
    const { scenes } = await rehearsed(foreign);
    expect(scenes.length).toBeGreaterThan(0);
    expect(scenes.every(({ held }) => !held)).toBe(true);
  },
  MINUTE,
);

test('[RHS-R1] a backup that has rotted makes no twin', async () => {
  const { task, bytes } = programmingTask();
  const backup = bytes.backup.map((part) => part.map((byte, i) => (i === 3000 ? byte ^ 1 : byte)));
  const { outcome } = await rehearsed({ task, bytes: { ...bytes, backup } });
  expect(outcome).toEqual({ ok: false, error: 'the bytes at hand are not those of the backup' });
});

test.each([
  [{ checkRoutine: 0x1234 }, 'its routine 0x1234 is not known to twins'],
  [{ security: null }, 'it asks for no key, and every twin does'],
  [{ boot: null }, 'the profile does not say how it starts'],
])('[RHS-R1] no twin is made for a profile that asks for what no twin does: %o', async (change, why) => {
  const { outcome } = await rehearsed(programmingTask(NEXT, changed(change)));
  expect(outcome).toEqual({ ok: false, error: `no twin of this unit can be made: ${why}` });
});

test('[RHS-R2] a unit with a key of its own, at a level of its own, is rehearsed with that', async () => {
  const algorithm = {
    source: 'a test',
    steps: [
      { do: 'xor', with: 0x5aa5_c33c },
      { do: 'rotate-left', bits: 5 },
    ],
  };
  const { outcome, scenes } = await rehearsed(programmingTask(NEXT, changed({ security: { level: 5, algorithm } })));
  expect(outcome).toMatchObject({ ok: true });
  expect(scenes.filter(({ held }) => !held)).toEqual([]);
});

test('[RHS-R4] a rehearsal that was given up answers at once', async () => {
  const { outcome, heard } = await rehearsed(programmingTask(), AbortSignal.abort());
  expect(outcome).toEqual({ ok: false, error: 'it was given up' });
  expect(heard).toEqual([]);
});
