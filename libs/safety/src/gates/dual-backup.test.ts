import { millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { demandFor, GOOD, NOW, PLAN } from '../../test/good-facts.js';
import { codingPlan, ENGINE } from '../../test/samples.js';
import { ARMING, type Change, gone, planned, refusing, told, withValue } from '../../test/spoiled-facts.js';

describe('[GAT-R21] what a grade rests on', () => {
  const refused = (request: string, response: string): Change =>
    withValue('backup', { grade: 'B', original: 'ee'.repeat(32), proof: { kind: 'refused', request, response } });
  const agreed = withValue('acknowledgement', { backupGrade: 'B' });

  test.each([
    ['ReadMemoryByAddress, request out of range', '23440000800000000fff', '7f2331'],
    ['RequestUpload, not accepted', '350044000080000000ffff', '7f3570'],
    ['service not supported', '23440000800000000fff', '7f2311'],
  ])('the refusal of the unit: %s', (_, request, response) => {
    expect(refusing(refused(request, response)(agreed(GOOD)))).toEqual([]);
  });

  test.each([
    ['conditions not correct', '2344', '7f2322'],
    ['security access denied', '2344', '7f2333'],
    ['busy', '2344', '7f2321'],
    ['voltage', '2344', '7f2393'],
    ['of another service', '2344', '7f2231'],
    ['to another request', '1003', '7f1011'],
    ['a time-out', '2344', ''],
    ['a positive answer', '2344', '63ffff'],
  ])('no refusal to be read: %s', (_, request, response) => {
    expect(refusing(refused(request, response)(agreed(GOOD)))).toEqual(['DUAL_BACKUP-R6']);
  });

  test('without the original file, or with a file in place of a reading, there is nothing', () => {
    const original = refused('2344', '7f2331')(agreed(GOOD));
    expect(refusing(withValue('backup', { original: null })(original))).toEqual(['DUAL_BACKUP-R6']);
    expect(refusing(withValue('backup', { grade: 'A' })(refused('2344', '7f2331')(GOOD)))).toEqual(['DUAL_BACKUP-R6']);
  });

  test('each grade on its own ground only', () => {
    const coding = demandFor(codingPlan('BLE-ENG-0100'), 'preflight');
    const graded = (grade: 'A' | 'B' | 'C', proof: object): string[] =>
      refusing(withValue('backup', { grade, proof: proof as never, original: 'ee'.repeat(32) })(GOOD), coding);
    const refusal = { kind: 'refused', request: '2344', response: '7f2331' };
    expect([graded('A', { kind: 'read' }), graded('B', refusal), graded('C', { kind: 'none', why: 'x' })]).toEqual([
      [],
      [],
      [],
    ]);
    for (const [grade, proof] of [
      ['B', { kind: 'read' }],
      ['B', { kind: 'none', why: 'x' }],
      ['A', refusal],
      ['A', { kind: 'none', why: 'x' }],
    ] as const)
      expect(graded(grade, proof)).toEqual(['DUAL_BACKUP-R6']);
  });

  test('a refusal is read in the dialect of its unit', () => {
    const spoken = (dialect: 'uds' | 'kwp2000') => ({
      ...ARMING,
      profile: {
        ...ARMING.profile,
        units: ARMING.profile.units.map((unit) => {
          const other = dialect === 'uds' ? 'kwp2000' : 'uds';
          return { ...unit, dialect: unit.address.logical === ENGINE ? dialect : other };
        }),
      },
    });
    const facts = refused('2344', '7f2350')(agreed(GOOD));
    expect(refusing(facts, spoken('kwp2000'))).toEqual([]);
    expect(refusing(facts, spoken('uds'))).toEqual(['DUAL_BACKUP-R6']);
    const strange = { ...spoken('kwp2000').profile, units: [] };
    expect(refusing(facts, { ...ARMING, profile: strange })).toContain('DUAL_BACKUP-R6');
  });
});

test('[GAT-R11] a backup is of the unit that the plan is for, not only of the one that answers', () => {
  const other =
    (change: Change): Change =>
    (facts) =>
      change(withValue('identity', { unit: 0x1002 })(facts));
  expect(refusing(withValue('backup', { unit: 0x1002 })(GOOD))).toEqual(['DUAL_BACKUP-R3']);
  expect(refusing(other(withValue('backup', { unit: 0x1002 }))(GOOD))).toEqual(['DUAL_BACKUP-R3', 'IDENTITY_MATCH-R3']);
  const body = planned({ target: { ...PLAN.target, unit: 0x1002 } });
  expect(refusing(GOOD, body)).toContain('DUAL_BACKUP-R3');
  expect(told('DUAL_BACKUP', withValue('backup', { unit: ENGINE })).holds).toBe(true);
});

describe('[GAT-R22] the drill', () => {
  const at = (time: number) => refusing(withValue('drill', {}, millis(time))(GOOD));

  test('is a minute old at most', () => {
    expect(at(NOW - 60_000)).toEqual([]);
    expect(at(NOW - 60_001)).toEqual(['DUAL_BACKUP-R7']);
  });

  test.each([
    ['preflight', []],
    ['arming', ['DUAL_BACKUP-R7']],
    ['entry', ['DUAL_BACKUP-R7']],
    ['point-of-no-return', ['DUAL_BACKUP-R7']],
    ['forward', []],
  ] as const)('is asked for from arming to the first erase: %s', (moment, wanted) => {
    expect(refusing(gone('drill')(GOOD), demandFor(PLAN, moment))).toEqual(wanted);
  });

  test('counts media and not copies, and only copies that are equal', () => {
    const [digest, other] = ['cc'.repeat(32), 'dd'.repeat(32)];
    const copies = (...places: (readonly [string, string])[]) =>
      refusing(withValue('drill', { places: places.map(([medium, each]) => ({ medium, digest: each })) })(GOOD));
    expect(copies(['a', digest], ['b', digest], ['c', other])).toEqual([]);
    expect(copies(['a', digest], ['a', digest])).toEqual(['DUAL_BACKUP-R8']);
    expect(copies(['a', digest], ['b', other])).toEqual(['DUAL_BACKUP-R8']);
    expect(refusing(withValue('drill', { blocks: 0 })(GOOD))).toEqual([]);
    expect(refusing(withValue('drill', { blocks: -1 })(GOOD))).toEqual(['DUAL_BACKUP-R8']);
  });
});

test('[GAT-R3] what a backup is and where it lies is told', () => {
  const says = (change: Parameters<typeof withValue<'backup'>>[1]) => told('DUAL_BACKUP', withValue('backup', change));
  expect(told('DUAL_BACKUP')).toMatchObject({ measured: 'grade A on shop-disk and broker' });
  expect(says({ places: [] })).toMatchObject({ measured: 'grade A on nothing' });
  expect(says({ grade: 'C', proof: { kind: 'none', why: 'it stays silent' } }).sentence).toContain('it stays silent');
  expect(says({ grade: 'C' }).sentence).not.toContain(', and');
  expect(says({ serial: 'OTHER' })).toMatchObject({
    measured: 'backup of serial OTHER',
    wanted: 'a backup of serial ENG-24-000317',
  });
  expect(told('DUAL_BACKUP', withValue('drill', { places: [] })).measured).toBe('0 equal copies');
  expect(told('DUAL_BACKUP', gone('drill')).measured).toBe('no restore drill');
});
