import { bytesOf, millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { jobRecord, openJob, resumeFrom, SAMPLE_CAR, writeJob } from '../src/index.js';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import { brokenInvariants } from './oracle.js';
import {
  acknowledgementAt,
  briefOf,
  codingPlan,
  goodSurroundings,
  historyUntil,
  programmingPlan,
  steady,
} from './samples.js';

const types = (bench: Bench): string[] => bench.durable.map(({ type }) => type).filter((type) => type !== 'BLK');
const states = (bench: Bench): string[] =>
  bench.reports.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1]);
const sids = (bench: Bench): string[] =>
  bench.wire.map(({ bytes }) =>
    Array.from(bytes.subarray(0, bytes[0] === 0x31 ? 4 : 2), (b) => b.toString(16).padStart(2, '0')).join(''),
  );

describe('[JOB-R1] an undisturbed job', () => {
  test('programs', () => {
    const { bench, unit, before } = begin('programming');
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(states(bench)).toEqual([
      'STAGED',
      'BACKED_UP',
      'PREFLIGHT_OK',
      'ARMED',
      'ENTRY',
      'ERASING',
      'TRANSFER',
      'EXITED',
      'ERASING',
      'TRANSFER',
      'EXITED',
      'VERIFIED',
      'CONFIRMED',
      'DONE',
    ]);
    expect(types(bench)).toEqual([
      'PLAN',
      'STAGED',
      'BACKUP',
      'REHEARSAL',
      'GATES',
      'ACK',
      'ENTRY',
      'ERASE_INTENT',
      'ERASE_DONE',
      'VERIFY',
      'ERASE_INTENT',
      'ERASE_DONE',
      'VERIFY',
      'VERIFY',
      'RESET_INTENT',
      'POST',
      'DONE',
    ]);
    const written = sids(bench).slice(sids(bench).indexOf('8502'));
    expect(written.slice(0, 24).join(' ')).toBe(
      '8502 2803 1002 2701 2702 22f1 22f1 3101ff00 3400 3601 3602 3603 3604 3605 37 3101ff01 3101ff00 3400 3601 37 3101ff01 31010203 1101 22f1',
    );
  });

  test('codes', () => {
    const { bench, unit, before } = begin('coding');
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(states(bench)).toEqual([
      'STAGED',
      'BACKED_UP',
      'PREFLIGHT_OK',
      'ARMED',
      'ENTRY',
      'TRANSFER',
      'VERIFIED',
      'CONFIRMED',
      'DONE',
    ]);
    expect(types(bench)).toEqual([
      'PLAN',
      'STAGED',
      'BACKUP',
      'REHEARSAL',
      'GATES',
      'ACK',
      'ENTRY',
      'WRITE_INTENT',
      'WRITE_DONE',
      'WRITE_INTENT',
      'WRITE_DONE',
      'VERIFY',
      'RESET_INTENT',
      'POST',
      'DONE',
    ]);
  });

  test('programs a unit that is read by upload', () => {
    const plan = programmingPlan('x');
    const units = SAMPLE_CAR.units.map((unit) =>
      unit.programming === null
        ? unit
        : { ...unit, programming: { ...unit.programming, backup: { method: 'upload' as const } } },
    );
    const { bench, unit, before } = begin('programming', {}, { ...briefOf(plan), profile: { ...SAMPLE_CAR, units } });
    bench.run();
    expect(brokenInvariants(bench, unit, before)).toEqual([]);
    expect(bench.state).toBe('DONE');
    expect(sids(bench)).toContain('3500');
  });
});

test('[JOB-R22] intents and ends are durable before their effect', () => {
  for (const kind of ['programming', 'coding'] as const) {
    const { bench } = begin(kind);
    bench.run();
    const at = (match: (out: Bench['outs'][number]) => boolean) => bench.outs.findIndex(match);
    const done = at((out) => out.kind === 'journal' && out.record.type === 'DONE');
    const told = at((out) => out.kind === 'report' && out.report.state === 'DONE');
    expect(told).toBeGreaterThan(done);
    for (const out of bench.outs)
      if (out.kind === 'journal' && ['ERASE_INTENT', 'WRITE_INTENT', 'DONE', 'ACK', 'BACKUP'].includes(out.record.type))
        expect(out.sync).toBe('fsync');
  }
});

test('[JOB-R28] no reset and no default session between the erase and the last check', () => {
  const { bench } = begin('programming');
  bench.run();
  const all = sids(bench);
  const between = all.slice(all.indexOf('3101ff00'), all.indexOf('31010203'));
  expect(between.filter((text) => ['1001', '1101', '2800', '2803'].includes(text))).toEqual([]);
});

test('[JOB-R27] blocks are recorded each second, and never ahead of the unit', () => {
  const { bench } = begin('programming', {
    fault: (bytes) => {
      if (bytes[0] === 0x36) bench.now += 600;
      return undefined;
    },
  });
  bench.run();
  const recorded = bench.outs.flatMap((out) =>
    out.kind === 'journal' && out.record.type === 'BLK' ? [out.record.k] : [],
  );
  expect(recorded).toEqual([2, 4, 5, 1]);
});

describe('[JOB-R23] an acknowledgement', () => {
  test('with a used counter is not taken', () => {
    const { bench } = begin('programming', {
      acknowledge: (now) => ({ kind: 'acknowledged', acknowledgement: acknowledgementAt(now, 6) }),
    });
    bench.run();
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(types(bench)).not.toContain('ACK');
    expect(bench.reports.some(({ sentence }) => sentence.includes('has been used before'))).toBe(true);
  });

  test.each([
    ['of another plan', { planDigest: '00'.repeat(32) }],
    [
      'with another phrase on the expert’s screen',
      { phrases: { shop: 'maple river candle', expert: 'maple river canoe' } },
    ],
    ['of another boot', { bootId: 'boot-0' }],
    ['that was held too short', { held: millis(500) }],
    ['that has expired', { at: millis(0), expires: millis(1) }],
  ])('%s disarms and is spent', (_, change) => {
    let counter = 6;
    const { bench } = begin('programming', {
      acknowledge: (now) => {
        counter += 1;
        return { kind: 'acknowledged', acknowledgement: { ...acknowledgementAt(now, counter), ...change } };
      },
      until: 30_000,
    });
    bench.run();
    expect(states(bench)).toEqual(expect.arrayContaining(['ARMED']));
    expect(states(bench)).not.toContain('ENTRY');
    expect(types(bench).filter((type) => type === 'ACK').length).toBeGreaterThan(1);
    expect(bench.reports.some(({ sentence }) => sentence.startsWith('Disarmed: '))).toBe(true);
  });

  test('[JOB-R62] that a gate refuses for the third time ends the job, with nothing changed', () => {
    let counter = 6;
    const { bench, unit, before } = begin('programming', {
      acknowledge: (now) => {
        counter += 1;
        return {
          kind: 'acknowledged',
          acknowledgement: { ...acknowledgementAt(now, counter), at: millis(0), expires: millis(1) },
        };
      },
    });
    bench.run();
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(types(bench).filter((type) => type === 'ACK')).toHaveLength(3);
    expect(bench.reports.at(-1)?.sentence).toContain('This was agreement 3 that came to nothing');
    expect(unit.memory).toEqual(before.memory);
  });

  test('before the plan is shown is nobody’s', () => {
    const early = { kind: 'acknowledged', acknowledgement: acknowledgementAt(1_000, 99) } as const;
    const { bench } = begin('programming', {
      events: [{ when: ({ state }) => state === 'STAGED' || state === 'BACKED_UP', event: early }],
      acknowledge: () => undefined,
    });
    bench.run();
    expect(bench.state).toBe('ABORTED_CLEAN');
    expect(types(bench)).not.toContain('ACK');
  });
});

test('[JOB-R24] every beginning of a journal gives one job, and the same again', () => {
  for (const kind of ['programming', 'coding'] as const) {
    const { bench } = begin(kind);
    bench.run();
    const given = { profile: bench.job.brief.profile, bootId: 'boot-2', usedCounter: 9 };
    for (let length = 0; length <= bench.durable.length; length++) {
      const records = bench.durable.slice(0, length);
      const once = resumeFrom(records, given);
      const twice = resumeFrom(JSON.parse(JSON.stringify(records)), given);
      expect(twice).toEqual(once);
      expect(once.ok).toBe(length > 0 && length < bench.durable.length);
      if (!once.ok) continue;
      const facts = goodSurroundings(100_000, [historyUntil(100_000, steady)]);
      const step = () => writeJob.step(once.value, { kind: 'recovered', facts }, millis(100_000));
      expect(JSON.stringify(step().out)).toEqual(JSON.stringify(step().out));
    }
  }
});

test('[JOB-R25] key material is given up and in no record', () => {
  const { bench, unit, before } = begin('programming');
  bench.run();
  expect(brokenInvariants(bench, unit, before)).toEqual([]);
  expect(bench.outs.filter(({ kind }) => kind === 'discard-key-material')).toHaveLength(1);
  expect(JSON.stringify(bench.job)).not.toMatch(/222,173,190,239|deadbeef|21524110/);
});

test('[JOB-R30] input that nobody asked for changes nothing', () => {
  const { bench } = begin('programming');
  const facts = goodSurroundings(1_000, [historyUntil(1_000, steady)]);
  const strays = [
    { kind: 'answer', id: 77, outcome: { kind: 'positive', bytes: bytesOf(0x71) } },
    { kind: 'journalled', seq: 77 },
    { kind: 'block', id: 3, bytes: bytesOf(1) },
    { kind: 'block-failed', id: 3, why: 'x' },
    { kind: 'backup-stored', digest: 'aa', places: [] },
    { kind: 'backup-failed', why: 'x' },
    { kind: 'technician-confirms' },
    { kind: 'technician-continues' },
    { kind: 'recovered' },
    { kind: 'tick' },
  ] as const;
  bench.run();
  const idle = openJob(briefOf(codingPlan('s')));
  for (const event of strays) {
    expect(writeJob.step(bench.job, { ...event, facts }, millis(bench.now)).out).toEqual([]);
    if (event.kind !== 'recovered')
      expect(writeJob.step(idle, { ...event, facts }, millis(1_000)).state.phase).toEqual(idle.phase);
  }
});

test('[JOB-R20] a plan for plain bytes, or for one session of many, is read back from the journal whole', () => {
  const plan = programmingPlan('x');
  if (plan.kind !== 'programming') throw new Error('a programming plan');
  const whole = { ...plan, file: { ...plan.file, address: 0x8000, session: 'SES_APPLICATION' } };
  const head = {
    type: 'PLAN',
    at: 0,
    hash: 'a1'.repeat(32),
    phrase: 'p',
    signatures: ['one', 'two'],
    job: 'J',
    epoch: 1,
  };
  expect(jobRecord.safeParse(JSON.parse(JSON.stringify({ ...head, plan: whole })))).toMatchObject({
    success: true,
    data: { plan: whole },
  });
});
