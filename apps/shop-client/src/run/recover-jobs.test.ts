import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hex, millis, millivolts, ok } from '@baylink/kernel';
import { type Backup, digestBackup, type JobRecord, jobRecord, type Plan, SAMPLE_CAR } from '@baylink/safety';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { codingPlan, jobBench, rulesOf, signed, TERMS } from '../../test/job-bench.js';
import { IDS } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';
import { BackupStore } from '../backup/backup-store.js';
import { nodeDisk } from '../disk/node-disk.js';
import { Journal } from '../journal/journal.js';
import { readJournal } from '../journal/reader.js';
import { loadImage } from '../staging/image.js';
import { Staging } from '../staging/staging.js';
import { recoverJobs } from './recover-jobs.js';

const AT = 1000;
const HASH = 'a1'.repeat(32);

function disk(folder = tempFolder()) {
  const kept = new Map<string, Uint8Array>();
  const staging = new Staging(nodeDisk(), join(folder, 'staging'));
  const backups = new BackupStore(nodeDisk(), join(folder, 'backups'), {
    medium: 'broker',
    put: async (sha256, bytes) => ok(void kept.set(sha256, bytes)),
    get: async (sha256) => ok(kept.get(sha256) ?? new Uint8Array()),
  });
  const journals = join(folder, 'journal');
  const recover = () =>
    recoverJobs({
      disk: nodeDisk(),
      journals,
      rulesOf: async () => ({ profile: SAMPLE_CAR, rules: rulesOf(SAMPLE_CAR), from: 'the shop' }),
      bootId: 'boot-2',
      usedCounter: 0,
      staging,
      backups,
    });
  const write = async (job: string, records: readonly JobRecord[]): Promise<string> => {
    const journal = await Journal.open<JobRecord>(nodeDisk(), journals, job, new SimulatedClock());
    for (const record of records) await journal.append(jobRecord.parse(record), 'group');
    await journal.close();
    return journal.path;
  };
  return { folder, journals, staging, backups, kept, recover, write };
}

const planRecord = (plan: Plan): JobRecord => ({
  type: 'PLAN',
  at: AT,
  hash: HASH,
  phrase: 'a b c',
  signatures: ['expert'],
  job: plan.job,
  epoch: 1,
  plan,
});

/** S0, three data records and the end: 48 bytes at 0x8000 and nothing else. (Motorola S-record, S2) */
const FIRMWARE = (() => {
  const line = (address: number, data: number[]): string => {
    const body = [data.length + 4, (address >> 16) & 0xff, (address >> 8) & 0xff, address & 0xff, ...data];
    const sum = 0xff - (body.reduce((a, b) => a + b, 0) & 0xff);
    return `S2${hex(Uint8Array.from([...body, sum])).toUpperCase()}`;
  };
  const rows = [0, 1, 2].map((row) =>
    line(
      0x8000 + row * 16,
      Array.from({ length: 16 }, (_, i) => row * 16 + i),
    ),
  );
  return new TextEncoder().encode(`${rows.join('\n')}\nS804000000FB\n`);
})();
const FILE = createHash('sha256').update(FIRMWARE).digest('hex');
const PROGRAMMING = {
  ...codingPlan(),
  target: { ...codingPlan().target, unit: 0x1001 },
  kind: 'programming',
  writes: undefined,
  recovery: { method: 'restore-backup' },
  file: { name: 'a.s19', sha256: FILE, size: FIRMWARE.length },
  snapshot: [],
} as unknown as Plan;
const { writes: _none, ...PLAN } = PROGRAMMING as Plan & { writes?: unknown };

const BACKUP: Backup = {
  unit: 0x1001,
  serial: 'ENG-24-000317',
  grade: 'A',
  snapshot: [],
  segments: [{ address: 0x8000, bytes: new Uint8Array(48).fill(0xee) }],
  original: null,
};

/** What a technician has agreed to. */
const ACK: JobRecord = {
  type: 'ACK',
  at: AT,
  signature: HASH,
  counter: 1,
  bootId: 'boot-1',
  acknowledgement: {
    job: IDS.job,
    planDigest: HASH,
    vin: codingPlan().target.vin,
    unit: 0x1001,
    voltageSeen: millivolts(13_900),
    backupGrade: 'A',
    at: millis(AT),
    expires: millis(AT + 1),
    bootId: 'boot-1',
    counter: 1,
    held: millis(3100),
    phrases: { shop: 'a b c', expert: 'a b c' },
    signatureDigest: HASH,
  },
};

/** A programming job that was interrupted after its first erase, with everything that it had put on the disk. */
async function interrupted() {
  const made = disk();
  await made.staging.offer(FILE, FIRMWARE.length);
  await made.staging.append(FILE, FIRMWARE.length, 0, FIRMWARE);
  const image = loadImage({ sha256: FILE, bytes: FIRMWARE, reading: {} });
  if (!image.ok) throw new Error(image.error);
  await made.backups.store(BACKUP);
  const identity = { ...codingPlan().target, unit: 0x1001 };
  const places = ['shop-disk', 'broker'].map((medium) => ({ medium, digest: digestBackup(BACKUP) }));
  const segment = (pages: readonly string[]) => ({ address: 0x8000, size: 48, crc32: 0, pages: [...pages] });
  const { staged } = image.value;
  const records: JobRecord[] = [
    planRecord(PLAN as Plan),
    {
      type: 'STAGED',
      at: AT,
      image: { ...staged, segments: staged.segments.map((each) => ({ ...each, pages: [...each.pages] })) },
      original: null,
    },
    {
      type: 'BACKUP',
      at: AT,
      grade: 'A',
      digest: digestBackup(BACKUP),
      places,
      serial: BACKUP.serial,
      identity,
      snapshot: [],
      segments: [segment([HASH])],
      refusal: null,
      proof: { kind: 'read' },
      original: null,
    },
    { type: 'ENTRY', at: AT },
    { type: 'ERASE_INTENT', at: AT, unit: 0x1001, segment: 0, image: 'new' },
  ];
  return { ...made, records };
}

test('[SHP-R37] nothing on the disk is nothing to recover', async () => {
  expect(await disk().recover()).toEqual({ used: new Set(), unfinished: undefined, problems: [] });
});

test.each<[string, JobRecord]>([
  ['DONE', { type: 'DONE', at: AT }],
  ['ABORT', { type: 'ABORT', at: AT, why: 'the technician stopped it' }],
  ['RESTORED', { type: 'RESTORED', at: AT, why: 'the check failed' }],
])('[SHP-R37] a job that ended in %s is used up and not taken up again', async (_, end) => {
  const { write, recover } = disk();
  await write(IDS.job, [planRecord(codingPlan()), end]);
  expect(await recover()).toEqual({ used: new Set([IDS.job]), unfinished: undefined, problems: [] });
});

test('[SHP-R37] a journal whose first record was torn is used up: nothing had begun', async () => {
  const { write, recover } = disk();
  const path = await write(IDS.job, [planRecord(codingPlan())]);
  writeFileSync(path, readFileSync(path).subarray(0, 40));
  expect(await recover()).toEqual({ used: new Set([IDS.job]), unfinished: undefined, problems: [] });
});

/** The damage of one byte inside a record, the line of which is given from 1. */
const spoil = (path: string, line: number): void => {
  const lines = readFileSync(path, 'utf8').split('\n');
  lines[line - 1] = (lines[line - 1] ?? '').replace('"type"', '"tyqe"');
  writeFileSync(path, lines.join('\n'));
};

test('[SHP-R38] a damaged journal without its plan begins nothing new, and is told with file and line', async () => {
  const { write, recover } = disk();
  const path = await write(IDS.job, [planRecord(codingPlan()), { type: 'ENTRY', at: AT }]);
  spoil(path, 1);
  expect(await recover()).toEqual({
    used: new Set([IDS.job]),
    unfinished: undefined,
    problems: [expect.stringContaining(`${path} is damaged at line 1`)],
  });
});

test('[SHP-R38] a job that had ended has ended, whatever is wrong in front of its last record', async () => {
  const { write, recover } = disk();
  const path = await write(IDS.job, [planRecord(codingPlan()), { type: 'ENTRY', at: AT }, { type: 'DONE', at: AT }]);
  spoil(path, 2);
  expect(await recover()).toMatchObject({ unfinished: undefined, problems: [expect.stringContaining('line 2')] });
});

test.each([
  ['with its agreement', true, { ok: true, value: undefined }],
  ['without it', false, { ok: false, error: expect.stringContaining('The agreement to it is lost as well') }],
])('[SHP-R38][SHP-R276] a journal that has lost a record of an open job stands still, %s', async (_, agreed, ready) => {
  const { write, recover, records } = await interrupted();
  const path = await write(IDS.job, [...records.slice(0, 3), ...(agreed ? [ACK] : []), ...records.slice(3)]);
  spoil(path, agreed ? 5 : 4);
  const { unfinished, problems } = await recover();
  expect(problems).toEqual([expect.stringContaining(`${path} is damaged at line ${agreed ? 5 : 4}`)]);
  expect(unfinished?.standstill).toEqual({
    why: expect.stringContaining(`${path} has lost records`),
    next: expect.stringContaining('Keep power and cable connected'),
  });
  expect(unfinished?.state).toMatchObject({ region: 'after', verified: [] });
  expect(await unfinished?.ready()).toEqual(ready);
});

test('[SHP-R38] a journal that cannot be read begins nothing new, and the open job beside it goes on', async () => {
  const { write, recover, records, journals } = await interrupted();
  await write(IDS.job, records);
  mkdirSync(join(journals, 'unreadable.journal'));
  const { unfinished, problems, used } = await recover();
  expect(unfinished).toMatchObject({ plan: { job: IDS.job }, standstill: undefined });
  expect(problems).toEqual([expect.stringMatching(/unreadable\.journal cannot be read \(EISDIR.*may be half written/)]);
  expect(used).toEqual(new Set([IDS.job, 'unreadable']));
});

test('[SHP-R38] of two open jobs one goes on, first the one whose journal is whole; the other is told with the next step', async () => {
  const { write, recover, records, journals } = await interrupted();
  const path = await write(IDS.job, records);
  copyFileSync(path, join(journals, 'A.journal'));
  spoil(join(journals, 'A.journal'), 5);
  copyFileSync(path, join(journals, 'z.journal'));
  const { unfinished, problems } = await recover();
  expect(unfinished?.nextSeq).toBe(records.length);
  expect(unfinished?.standstill).toBeUndefined();
  expect(problems).toEqual([
    expect.stringContaining('A.journal is damaged at line 5'),
    expect.stringContaining(`waits in ${join(journals, 'z.journal')}`),
    expect.stringContaining(`waits in ${join(journals, 'A.journal')}`),
  ]);
});

test('[SHP-R39] an interrupted programming job goes on with the staged file and the backup, read again', async () => {
  const { write, recover, records } = await interrupted();
  await write(IDS.job, records);
  const recovered = await recover();
  const left = recovered.unfinished;
  expect(left).toMatchObject({ digest: HASH, nextSeq: records.length, state: { region: 'after', mode: 'write' } });
  const block = (image: 'new' | 'backup') =>
    left?.blocks.read({ kind: 'need-block', id: 1, image, segment: 0, offset: 16, length: 4 });
  expect(block('new')).toEqual({ ok: true, value: Uint8Array.of(16, 17, 18, 19) });
  expect(block('backup')).toEqual({ ok: true, value: new Uint8Array(4).fill(0xee) });
  expect(
    left?.blocks.read({ kind: 'need-block', id: 1, image: 'new', segment: 0, offset: 46, length: 4 }),
  ).toMatchObject({ ok: false });
  expect(
    left?.blocks.read({ kind: 'need-block', id: 1, image: 'new', segment: 1, offset: 0, length: 4 }),
  ).toMatchObject({ ok: false });
});

const STAGED_FILE = join('staging', FILE);
const STORED_BACKUP = join('backups', `${digestBackup(BACKUP)}.backup.json`);

test.each([
  [
    'a staged file',
    STAGED_FILE,
    expect.stringContaining('The backup is written back instead.'),
    { new: false, backup: true },
  ],
  ['a backup', STORED_BACKUP, undefined, { new: true, backup: false }],
] as const)(
  '[SHP-R39] %s that rotted after the erase is not written; the other one is',
  async (_, name, back, held) => {
    const { write, recover, records, folder, kept } = await interrupted();
    await write(IDS.job, records);
    writeFileSync(join(folder, name), 'rotten');
    if (name === STORED_BACKUP) kept.clear();
    const recovered = await recover();
    const left = recovered.unfinished;
    expect(left?.state).toMatchObject({ region: 'after', mode: 'write', phase: { task: 're-entering' } });
    expect(left?.state.phase).toEqual(expect.objectContaining(back === undefined ? { n: 1 } : { instead: back }));
    for (const image of ['new', 'backup'] as const) {
      const block = left?.blocks.read({ kind: 'need-block', id: 1, image, segment: 0, offset: 0, length: 4 });
      expect(block?.ok).toBe(held[image]);
    }
  },
);

test('[SHP-R18][SHP-R39] with both of them rotten on this disk the copy of the second medium is written back', async () => {
  const { write, recover, records, folder } = await interrupted();
  await write(IDS.job, records);
  writeFileSync(join(folder, STAGED_FILE), 'rotten');
  writeFileSync(join(folder, STORED_BACKUP), 'rotten');
  const recovered = await recover();
  const left = recovered.unfinished;
  const block = left?.blocks.read({ kind: 'need-block', id: 1, image: 'backup', segment: 0, offset: 0, length: 4 });
  expect(block).toEqual({ ok: true, value: new Uint8Array(4).fill(0xee) });
});

test.each([
  ['the file, sent again', 'write', undefined],
  ['the backup, at the second medium', 'restore', expect.stringContaining('The backup is written back instead.')],
] as const)(
  '[SHP-R39][SHP-R275] with every copy of both of them rotten the job stands still until one is back: %s',
  async (_, back, instead) => {
    const { write, recover, records, folder, kept, staging } = await interrupted();
    await write(IDS.job, records);
    const copies = new Map(kept);
    writeFileSync(join(folder, STAGED_FILE), 'rotten');
    writeFileSync(join(folder, STORED_BACKUP), 'rotten');
    kept.clear();
    const { unfinished } = await recover();
    expect(unfinished?.standstill).toEqual({
      why: expect.stringMatching(/nothing left to write.*damaged or another file.*damaged/),
      next: expect.stringMatching(
        /Keep power and cable connected, let the expert send a\.s19 .*backup folder.*press continue/,
      ),
    });
    expect(await unfinished?.ready()).toMatchObject({ ok: false, error: expect.stringContaining('damaged') });
    if (back === 'write') {
      expect(await staging.offer(FILE, FIRMWARE.length)).toEqual({ ok: true, value: 0 });
      await staging.append(FILE, FIRMWARE.length, 0, FIRMWARE);
    } else for (const [name, bytes] of copies) kept.set(name, bytes);
    expect(await unfinished?.ready()).toEqual({ ok: true, value: instead });
    const image = back === 'write' ? 'new' : 'backup';
    const block = unfinished?.blocks.read({ kind: 'need-block', id: 1, image, segment: 0, offset: 0, length: 4 });
    expect(block).toMatchObject({ ok: true });
  },
);

test('[SHP-R39] before the erase a rotten file is not needed: what was entered is undone', async () => {
  const { write, recover, records, folder } = await interrupted();
  await write(IDS.job, records.slice(0, -1));
  writeFileSync(join(folder, STAGED_FILE), 'rotten');
  const recovered = await recover();
  expect(recovered.unfinished?.state.phase.task).toBe('undoing');
});

test('[SHP-R39] the same journal recovers to the same job, however often it is read', async () => {
  const { write, recover, records } = await interrupted();
  await write(IDS.job, records);
  const [first, second] = [await recover(), await recover()];
  expect(first.unfinished?.state).toEqual(second.unfinished?.state);
});

test('[SHP-R40] a coding job whose shop client dies after its intent is finished by the next start, in the same journal', async () => {
  const folder = tempFolder();
  const first = await jobBench(folder);
  const offered = await first.jobs.offer(await signed(codingPlan()), TERMS);
  if (!offered.ok) throw new Error(offered.error.sentence);
  first.jobs.phrase(IDS.job, offered.value.report.phrase);
  await first.until(['PREFLIGHT_OK']);
  await first.jobs.acknowledge({ job: IDS.job, planDigest: offered.value.digest, held: millis(3100) });
  const intentWritten = () =>
    readFileSync(join(first.journals, `${IDS.job}.journal`), 'utf8').includes('"WRITE_INTENT"');
  for (let i = 0; i < 400 && !intentWritten(); i++) await first.until([], 50);
  expect(intentWritten()).toBe(true);

  const recovered = await disk(folder).recover();
  const left = recovered.unfinished;
  if (!left) throw new Error('nothing to resume');
  const second = await jobBench(folder, new Set([IDS.job]));
  await second.jobs.resume(left);
  expect(second.jobs.running()).toMatchObject({ job: IDS.job, unit: 0x1002 });
  expect(await second.until(['CONFIRMED', 'HOLD', 'RESTORED'])).toBe('CONFIRMED');
  expect(second.wire.filter((bytes) => bytes.startsWith('2e0601'))).toEqual(['2e060100']);
  expect((await second.jobs.confirm(IDS.job)).ok).toBe(true);
  expect(await second.until(['DONE'])).toBe('DONE');
  await second.jobs.close();
  const journal = await readJournal(nodeDisk(), first.journals, `${IDS.job}.journal`, (value) =>
    jobRecord.parse(value),
  );
  expect(journal.ok && journal.value.records.at(-1)?.type).toBe('DONE');
});
