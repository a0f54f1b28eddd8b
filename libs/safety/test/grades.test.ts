import { describe, expect, test } from 'vitest';
import type { JobBrief, StagedImage, VehicleProfile } from '../src/index.js';
import { begin } from './begin.js';
import { brokenInvariants } from './oracle.js';
import { DATA, ENGINE, IMAGE, PROFILE } from './samples.js';
import type { Fault } from './scripted-unit.js';

const refusing =
  (nrc: number) =>
  (bytes: Uint8Array): Fault | undefined =>
    bytes[0] === 0x23 || bytes[0] === 0x35 ? { kind: 'nrc', nrc } : undefined;

const original = (change: Partial<StagedImage> = {}): StagedImage => ({
  ...IMAGE,
  fileDigest: '0a'.repeat(32),
  hardware: 'BLE-HW-07',
  software: 'right',
  ...change,
});

const method = (backup: { method: 'upload' } | { method: 'none' }): Pick<JobBrief, 'profile'> => {
  const units = PROFILE.units.map((unit) =>
    unit.address.logical === ENGINE && unit.programming !== null
      ? { ...unit, programming: { ...unit.programming, backup } }
      : unit,
  );
  return { profile: { ...PROFILE, units } satisfies VehicleProfile };
};

const backupOf = (bench: ReturnType<typeof begin>['bench']) => bench.durable.find(({ type }) => type === 'BACKUP');

describe('[JOB-R26] a unit that refuses to be read', () => {
  test.each([
    ['ReadMemoryByAddress', {}, '23'],
    ['RequestUpload', method({ method: 'upload' }), '35'],
    ['one byte, where its profile says that nobody has read it', method({ method: 'none' }), '23'],
  ])('by %s is programmed with the maker’s original file, its refusal on record', (_, profile, sid) => {
    const { bench, unit, before } = begin('programming', { fault: refusing(0x31) }, profile, original());
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(backupOf(bench)).toMatchObject({
      grade: 'B',
      original: '0a'.repeat(32),
      proof: { kind: 'refused', request: expect.stringMatching(new RegExp(`^${sid}`)), response: `7f${sid}31` },
    });
  });

  test.each<[string, StagedImage | null, string]>([
    ['without an original file', null, 'names no original file'],
    ['with one for other hardware', original({ hardware: 'BLE-HW-09' }), 'is for hardware BLE-HW-09'],
    ['with one of other software', original({ software: 'OTHER' }), 'holds software OTHER'],
    ['with one that does not say what it is for', original({ hardware: null }), 'that it does not name'],
    [
      'with one that is smaller than what would be erased',
      original({ segments: IMAGE.segments.slice(0, 1) }),
      'does not hold all from 0x0000A000',
    ],
  ])('is of grade C and not programmed %s', (_, file, why) => {
    const { bench, unit, before } = begin('programming', { fault: refusing(0x31) }, {}, file);
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(bench.job.sentence).toContain(why);
    expect(backupOf(bench)).toMatchObject({ grade: 'C', refusal: expect.stringContaining('0x31') });
  });

  test.each<[string, (bytes: Uint8Array) => Fault | undefined]>([
    ['conditions not correct', refusing(0x22)],
    ['security access denied', refusing(0x33)],
    ['a programming failure', refusing(0x72)],
    ['silence', (bytes) => (bytes[0] === 0x23 ? { kind: 'request lost' } : undefined)],
    [
      'another session refused',
      (bytes) => (bytes[0] === 0x10 && bytes[1] === 3 ? { kind: 'nrc', nrc: 0x31 } : undefined),
    ],
  ])('%s is no refusal to be read: the job ends clean, and no file takes the place of a reading', (_, fault) => {
    const { bench, unit, before } = begin('programming', { fault }, {}, original());
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(backupOf(bench)).toBeUndefined();
  });

  test('a unit that can be read although its profile says otherwise is not programmed on a file', () => {
    const { bench, unit, before } = begin('programming', {}, method({ method: 'none' }), original());
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(backupOf(bench)).toMatchObject({ grade: 'C', proof: { kind: 'none' } });
    expect(bench.wire.filter(({ bytes }) => bytes[0] === 0x23)).toHaveLength(2);
  });
});

test('[JOB-R44] a reading that is a file by another name than the unit’s software is no backup of the unit', () => {
  // What a tool’s database answers in place of the unit: exactly the file that is to be written.
  const { bench, unit, before } = begin('programming', {}, {}, null);
  const { brief } = bench.job;
  const { image } = brief;
  if (image === null) throw new Error('a programming job has an image');
  for (const { address, bytes } of DATA) {
    unit.memory.set(bytes, address - 0x8000);
    before.memory.set(bytes, address - 0x8000);
  }
  bench.job = { ...bench.job, brief: { ...brief, image: { ...image, software: 'BLE-ENG-0200' } } };
  bench.run();
  expect(brokenInvariants(bench, unit, before)).toEqual([]);
  expect(bench.state).toBe('ABORTED_CLEAN');
});
