import { bytesOf } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { readOverlay, statedIn } from './overlay.js';
import { publishersFor, shopPolicy, type TrustedPublisher, trustedPublisher } from './policy.js';
import { vehicleProfile } from './profile.js';
import { readProfile, shipped, withNumbers } from './profile-file.js';
import { SAMPLE_CAR, SAMPLE_CAR_KWP2000 } from './sample-car.js';
import { keyFor } from './security-keys.js';

/** A copy with another value at a path of member names and indices. */
function changed(value: unknown, [key, ...path]: readonly (string | number)[], wanted: unknown): unknown {
  if (key === undefined) return wanted;
  if (Array.isArray(value)) return value.map((each, i) => (i === key ? changed(each, path, wanted) : each));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: changed(object[key], path, wanted) };
}

const fits = (path: string, wanted: unknown, profile: unknown = SAMPLE_CAR): boolean =>
  vehicleProfile.safeParse(
    changed(
      profile,
      path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
      wanted,
    ),
  ).success;

const PROGRAMMING = 'units.1.programming';

describe('[PRF-R5] a figure at its bound fits, and the one behind it does not', () => {
  test.each<readonly [path: string, last: unknown, behind: unknown]>([
    ['id', 'a'.repeat(64), 'a'.repeat(65)],
    ['id', '9-a', '-9a'],
    ['id', 'a-b', 'a_b'],
    ['id', 'a', 'A'],
    ['version', 1, 0],
    ['name', 'n', ''],
    ['voltage.low', 1, 0],
    ['voltage.stuck', 'refuse', 'ignore'],
    ['voltage.stuckAfter', 10_000, 10_001],
    ['voltage.sources', { low: 's' }, { low: '' }],
    ['voltage.sources', { soak: 's' }, { agreement: 's' }],
    ['timing.boot', 0.5, 0],
    ['link.probes', 1, 0],
    ['workstation.diskFactor', 1, 0.9],
    ['workstation.batteryPercent', 100, 101],
    ['workstation.batteryPercent', 0, -1],
    ['conditions.list.0.length', 4, 5],
    ['conditions.list.0.length', 1, 0],
    ['agreements.coding', [{ id: 'i', version: '1', sha256: '0a'.repeat(32), title: 't' }], [{ id: 'i' }]],
    ['blockingDtcs.prefixes', ['0', 'ABCDEF'], ['ABCDEF0']],
    ['blockingDtcs.prefixes', ['C0'], ['c0']],
    ['blockingDtcs.prefixes', ['C0'], ['C0 ']],
    ['blockingDtcs.prefixes', ['C0'], ['']],
    ['forbidden', ['observe', 'actuate', 'code', 'program', 'secure'], ['write']],
    ['units.1.address.logical', 0xffff, 0x10000],
    ['units.1.address.logical', 0, -1],
    ['units.1.address.kLine', 0xff, 0x100],
    ['units.1.safety', 'airbag', 'horn'],
    ['units.1.safety', 'brake', ''],
    ['units.1.safety', 'steering', 'Steering'],
    ['units.1.dialect', 'uds', 'obd'],
    ['units.1.controls', [{ did: 0xffff, name: 'pump' }], [{ did: 0x10000, name: 'pump' }]],
    ['units.1.coding.security', null, { level: 2, algorithm: 'complement' }],
    ['units.1.coding.security.level', 0x7d, 0x7f],
    ['units.1.coding.security.level', 1, 0],
    ['units.1.coding.dids.0.length', 255, 256],
    ['units.1.coding.dids.0.length', 1, 0],
    ['units.1.memory.0.start', 0, -1],
    ['units.1.memory.0.end', 1, 0],
    [`${PROGRAMMING}.addressBytes`, 4, 5],
    [`${PROGRAMMING}.sizeBytes`, 1, 0],
    [`${PROGRAMMING}.dataFormat`, 255, 256],
    [`${PROGRAMMING}.backup`, { method: 'read-memory', block: 4090 }, { method: 'read-memory', block: 4091 }],
    [`${PROGRAMMING}.backup`, { method: 'upload' }, { method: 'upload', block: 1 }],
    [`${PROGRAMMING}.backup`, { method: 'none' }, { method: 'guess' }],
    [
      `${PROGRAMMING}.marks`,
      [{ name: 'm', did: 1, address: 0, length: 64 }],
      [{ name: 'm', did: 1, address: 0, length: 65 }],
    ],
    [
      `${PROGRAMMING}.marks`,
      [{ name: 'm', did: 1, address: 0, length: 1 }],
      [{ name: 'm', did: 1, address: -1, length: 1 }],
    ],
    [`${PROGRAMMING}.boot`, null, { source: 's', model: 'other', blockBytes: 1 }],
    [
      `${PROGRAMMING}.boot`,
      { source: 's', model: 'checked-before-start', blockBytes: 4093 },
      { source: 's', model: 'checked-before-start', blockBytes: 4094 },
    ],
  ])('%s: %j, and not %j', (path, last, behind) => {
    expect(fits(path, last)).toBe(true);
    expect(fits(path, behind)).toBe(false);
  });

  test('a unit of KWP2000 has routines of one byte, and is read by 255 bytes at most', () => {
    const of = (name: string, value: unknown) => fits(`${PROGRAMMING}.${name}`, value, SAMPLE_CAR_KWP2000);
    for (const name of ['eraseRoutine', 'checkRoutine', 'dependencyRoutine', 'compareRoutine']) {
      expect([of(name, 0xff), of(name, 0x100), of(name, -1)]).toEqual([true, false, false]);
      expect(fits(`${PROGRAMMING}.${name}`, 0x100)).toBe(true);
    }
    expect([of('dependencyRoutine', null), of('compareRoutine', null)]).toEqual([true, true]);
    const reading = (block: number) => of('backup', { method: 'read-memory', block });
    expect([reading(255), reading(256)]).toEqual([true, false]);
    expect([of('backup', { method: 'upload' }), fits(PROGRAMMING, null, SAMPLE_CAR_KWP2000)]).toEqual([true, true]);
    const read = vehicleProfile.safeParse(
      changed(SAMPLE_CAR_KWP2000, ['units', 1, 'programming', 'eraseRoutine'], 256),
    );
    expect(read.error?.issues[0]).toMatchObject({
      path: ['units', 1, 'programming'],
      message: expect.stringContaining('routines of one byte'),
    });
  });
});

describe('[PRF-R7] a file', () => {
  const file = { id: 'coupe', version: 4, name: 'Coupé', make: 'x', units: [] };

  test('may write its numbers as people write addresses', () => {
    expect(withNumbers(['0x12', '0x0601', '0xFFFFFFFF'])).toEqual([0x12, 0x0601, 0xffff_ffff]);
    const texts = ['0x1', '0x123456789', '0xfg', '0xab', '12', 'x0x12', '0x12x', null];
    expect(withNumbers(texts)).toEqual(texts);
  });

  test('keeps the source that it gives, and names none where it gives a figure without one', () => {
    const read = readProfile({ ...file, voltage: { low: 13_900, high: 14_000, sources: { low: 'a bulletin' } } });
    if (!read.ok) throw new Error(read.error);
    expect(read.value.voltage.sources).toMatchObject({ low: 'a bulletin' });
    expect('high' in read.value.voltage.sources).toBe(false);
  });

  test('without a shape is told as a file, and one that ships is a bug of the product', () => {
    for (const nothing of [undefined, 7, null, []]) {
      const read = readProfile(nothing);
      expect(read.ok ? '' : read.error).toMatch(/^the file: /);
    }
    expect(() => shipped({})).toThrow(/a profile that ships cannot be read: id: /);
    expect(shipped(file)).toMatchObject({ id: 'coupe' });
  });

  test('states its members, and those of its timing one by one', () => {
    expect([...statedIn({ forbidden: [], timing: { p2: 1, s3: 2 }, voltage: { low: 1 } })].sort()).toEqual([
      'forbidden',
      'timing',
      'timing.p2',
      'timing.s3',
      'voltage',
    ]);
    for (const nothing of [undefined, null, 7, 'timing']) expect([...statedIn(nothing)]).toEqual([]);
    for (const timing of [null, 7]) expect([...statedIn({ timing })]).toEqual(['timing']);
  });
});

describe('[PRF-R5] the shop’s policy', () => {
  const KEY = 'Aa0_-'.padEnd(43, 'x');
  test.each<readonly [member: string, fit: unknown, unfit: unknown]>([
    ['batteryPercent', 100, 101],
    ['batteryPercent', 0, -1],
    ['hold', 1, 0],
    ['forbidden', ['secure'], ['all']],
    ['blockingDtcs', ['056', 'ABCDEF'], ['ABCDEF0']],
    ['blockingDtcs', ['C0'], [' C0']],
    ['blockingDtcs', ['C0'], ['']],
    ['agreements', [{ id: 'i', version: '1', sha256: '0a'.repeat(32), title: 't' }], [{ id: 'i', version: '1' }]],
    ['agreements', [], [{ id: 'i', version: '1', sha256: `${'0a'.repeat(32)}0`, title: 't' }]],
    ['agreements', [], [{ id: 'i', version: '1', sha256: `0${'0a'.repeat(32)}`, title: 't' }]],
    ['agreements', [], [{ id: 'i', version: '1', sha256: '0A'.repeat(32), title: 't' }]],
    ['publishers', Array(16).fill({ name: 'n', key: KEY }), Array(17).fill({ name: 'n', key: KEY })],
    ['voltage', { stuck: 'refuse' }, { stuck: 'ignore' }],
  ])('%s: %j, and not %j', (member, fit, unfit) => {
    expect(shopPolicy.safeParse({ [member]: fit }).success).toBe(true);
    expect(shopPolicy.safeParse({ [member]: unfit }).success).toBe(false);
  });

  test('names a publisher by a key of 43 characters', () => {
    const takes = (change: object) => trustedPublisher.safeParse({ name: 'n', key: KEY, ...change }).success;
    expect([takes({}), takes({ signs: ['firmware', 'overlays'] }), takes({ makes: ['x'] })]).toEqual([
      true,
      true,
      true,
    ]);
    for (const key of [KEY.slice(1), `${KEY}x`, KEY.replace('A', '+'), '']) expect(takes({ key })).toBe(false);
    for (const change of [{ signs: [] }, { signs: ['all'] }, { makes: [] }, { name: '' }])
      expect(takes(change)).toBe(false);
    expect(trustedPublisher.safeParse({ name: 'n', key: '' }).error?.issues[0]?.message).toContain('43 characters');
  });

  test('believes a publisher for what it signs, and for its makes', () => {
    const one: TrustedPublisher = { name: 'one', key: KEY };
    const believed = (change: Partial<TrustedPublisher>, what: 'overlays' | 'firmware', make = 'x') =>
      publishersFor([{ ...one, ...change }], what, make).length === 1;
    expect([believed({}, 'overlays'), believed({}, 'firmware')]).toEqual([true, false]);
    expect([believed({ signs: ['firmware'] }, 'overlays'), believed({ signs: ['firmware'] }, 'firmware')]).toEqual([
      false,
      true,
    ]);
    expect([believed({ makes: ['x'] }, 'overlays'), believed({ makes: ['y'] }, 'overlays')]).toEqual([true, false]);
  });
});

test('[PRF-R5] an overlay says for whom it is, where it is from, and which unit it wants stricter', () => {
  const head = { id: 'garage', version: 3, name: 'Garage', source: 'measured', extends: 'make' };
  const takes = (change: object) => readOverlay({ ...head, ...change }).ok;
  expect(takes({})).toBe(true);
  for (const change of [
    { source: '' },
    { extends: 'A' },
    { allows: ['secure'] },
    { limits: { publishers: [] } },
    { more: 1 },
  ])
    expect(takes(change)).toBe(false);
  const wants = (unit: number, more: object = {}) => takes({ stricterUnits: [{ unit, ...more }] });
  expect([wants(0xffff), wants(0x10000), wants(0), wants(-1)]).toEqual([true, false, true, false]);
  for (const safety of ['airbag', 'brake', 'steering']) expect(wants(1, { safety })).toBe(true);
  expect([wants(1, { safety: 'horn' }), wants(1, { secureDids: [0x10000] })]).toEqual([false, false]);
});

test('the key of the sample car is its seed with every bit turned over', () => {
  expect(keyFor({ level: 1, algorithm: 'complement' }, bytesOf(0x00, 0x5a, 0xff))).toEqual(bytesOf(0xff, 0xa5, 0x00));
});
