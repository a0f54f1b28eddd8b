import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { SimulatedClock, SimulatedDisk, settled } from '@baylink/testing';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { Journal } from './journal.js';
import { parseLine } from './line.js';
import { listJournals, readJournal } from './reader.js';

type Note = { readonly note: string };
const asNote = (value: unknown): Note | undefined =>
  typeof value === 'object' && value !== null && 'note' in value && typeof value.note === 'string'
    ? { note: value.note }
    : undefined;

/** What the disk was asked for, in order; `failing` says what it answers. The file below is a real one. */
async function watchDisk() {
  const probe = await open('/dev/null', 'r');
  const handles = Object.getPrototypeOf(probe) as FileHandle;
  await probe.close();
  const { sync } = handles;
  const syncs: string[] = [];
  const answer: { failing: Error | undefined; waitFor: Promise<void> | undefined } = {
    failing: undefined,
    waitFor: undefined,
  };
  vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
    await answer.waitFor;
    syncs.push('sync');
    if (answer.failing) throw answer.failing;
    return sync.call(this);
  });
  return { syncs, answer };
}
afterEach(() => vi.restoreAllMocks());

const openNotes = (folder: string, clock = new SimulatedClock()) =>
  Journal.open<Note>(nodeDisk(), folder, 'job', clock);
const reopenNotes = (folder: string, next: number) =>
  Journal.reopen<Note>(nodeDisk(), folder, 'job', new SimulatedClock(), next);
const lines = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

test('[SHP-R5] an fsync record is on the disk before its promise resolves', async () => {
  const journal = await openNotes(tempFolder());
  const { answer, syncs } = await watchDisk();
  let letGo = (): void => undefined;
  answer.waitFor = new Promise((resolve) => {
    letGo = resolve;
  });
  let resolved = false;
  const appended = journal.append({ note: 'erase intent' }, 'fsync').then((result) => {
    resolved = true;
    return result;
  });
  await settled();
  expect(resolved).toBe(false);
  letGo();
  expect(await appended).toEqual({ ok: true, value: 0 });
  expect(syncs).toEqual(['sync']);
  expect(lines(journal.path)).toHaveLength(1);
  await journal.close();
});

test('[SHP-R6] records keep the order of the calls and are numbered without a gap', async () => {
  const journal = await openNotes(tempFolder());
  const numbers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((note, i) => journal.append({ note }, i % 2 === 0 ? 'fsync' : 'group')),
  );
  expect(numbers).toEqual([0, 1, 2, 3].map((value) => ({ ok: true, value })));
  await journal.close();
  const read = lines(journal.path).map((line) => parseLine(line));
  expect(read.map((line) => line?.seq)).toEqual([0, 1, 2, 3]);
  expect(read.map((line) => asNote(line?.record)?.note)).toEqual(['a', 'b', 'c', 'd']);
});

test('[SHP-R7] group records are forced together within a second, once', async () => {
  const clock = new SimulatedClock();
  const journal = await openNotes(tempFolder(), clock);
  const { syncs } = await watchDisk();
  for (const note of ['1', '2', '3']) await journal.append({ note }, 'group');
  await clock.advance(999);
  expect(syncs).toEqual([]);
  await clock.advance(1);
  await vi.waitFor(() => expect(syncs).toEqual(['sync']));
  await clock.advance(5000);
  expect(syncs).toEqual(['sync']);
  expect(clock.pending).toBe(0);
  await journal.close();
});

test('[SHP-R7] the next fsync record, and closing, take the group with them', async () => {
  const clock = new SimulatedClock();
  const journal = await openNotes(tempFolder(), clock);
  const { syncs } = await watchDisk();
  await journal.append({ note: 'block' }, 'group');
  await journal.append({ note: 'verify' }, 'fsync');
  await clock.advance(2000);
  expect(syncs).toHaveLength(1);
  await journal.append({ note: 'block' }, 'group');
  await journal.close();
  expect(syncs).toHaveLength(2);
  expect(clock.pending).toBe(0);
});

test('[SHP-R8] a failed fsync poisons the journal: nothing is written to its file and nothing of it is forced after it', async () => {
  const clock = new SimulatedClock();
  const journal = await openNotes(tempFolder(), clock);
  const { syncs, answer } = await watchDisk();
  await journal.append({ note: 'good' }, 'fsync');
  answer.failing = new Error('EIO: i/o error, fsync');
  const failed = await journal.append({ note: 'bad' }, 'fsync');
  expect(failed).toMatchObject({ ok: false, error: { kind: 'poisoned', message: expect.stringContaining('EIO') } });
  const { ino } = statSync(journal.path);
  const left = lines(journal.path).length;
  expect(await journal.append({ note: 'later' }, 'fsync')).toEqual(failed);
  expect(await journal.append({ note: 'later' }, 'group')).toEqual(failed);
  await clock.advance(5000);
  await journal.close();
  expect(lines(journal.path)).toHaveLength(left);
  expect(statSync(journal.path).ino).toBe(ino);
  // The third is that of the new file, which could not be forced either.
  expect(syncs).toHaveLength(3);
});

test('[SHP-R282] once the disk takes it again, a poisoned journal is written anew into a file of its own, with every record in its place', async () => {
  const folder = tempFolder();
  const journal = await openNotes(folder);
  const { answer } = await watchDisk();
  await journal.append({ note: 'erase intent' }, 'fsync');
  const { ino } = statSync(journal.path);
  answer.failing = new Error('EIO: i/o error, fsync');
  await journal.append({ note: 'block' }, 'fsync');
  answer.failing = undefined;
  expect((await journal.append({ note: 'block' }, 'group')).ok).toBe(false);
  expect(await journal.append({ note: 'done' }, 'fsync')).toEqual({ ok: true, value: 3 });
  expect(statSync(journal.path).ino).not.toBe(ino);
  expect(await journal.append({ note: 'after' }, 'fsync')).toEqual({ ok: true, value: 4 });
  await journal.close();
  const notes = ['erase intent', 'block', 'block', 'done', 'after'].map((note) => ({ note }));
  expect(await readJournal(nodeDisk(), folder, 'job.journal', asNote)).toMatchObject({
    ok: true,
    value: { records: notes, nextSeq: 5 },
  });
});

test('[SHP-R282] nobody is spared the news: the first record behind a group that was lost is refused, whatever the disk does then', async () => {
  const clock = new SimulatedClock();
  const journal = await openNotes(tempFolder(), clock);
  const { answer } = await watchDisk();
  answer.failing = new Error('EIO');
  await journal.append({ note: 'block' }, 'group');
  await clock.advance(1000);
  await vi.waitFor(() => expect(journal.poisoned).toBeDefined());
  answer.failing = undefined;
  expect((await journal.append({ note: 'verify' }, 'fsync')).ok).toBe(false);
  expect((await journal.append({ note: 'done' }, 'fsync')).ok).toBe(true);
  expect(lines(journal.path)).toHaveLength(3);
  await journal.close();
});

test('[SHP-R282] a journal that could not be read is not replaced', async () => {
  const folder = tempFolder();
  await written(folder, ['plan']);
  const disk = { ...nodeDisk(), read: async () => Promise.reject(new Error('EIO: i/o error, read')) };
  const journal = await Journal.reopen<Note>(disk, folder, 'job', new SimulatedClock(), 1);
  for (const _ of [1, 2]) expect((await journal.append({ note: 'done' }, 'fsync')).ok).toBe(false);
  await journal.close();
  expect(lines(journal.path)).toHaveLength(1);
});

test('[SHP-R8] a group that could not be forced poisons the journal for the next record', async () => {
  const clock = new SimulatedClock();
  const journal = await openNotes(tempFolder(), clock);
  const { answer, syncs } = await watchDisk();
  answer.failing = new Error('EIO');
  expect((await journal.append({ note: 'block' }, 'group')).ok).toBe(true);
  await clock.advance(1000);
  await vi.waitFor(() => expect(journal.poisoned).toBeDefined());
  answer.failing = undefined;
  expect((await journal.append({ note: 'block' }, 'group')).ok).toBe(false);
  await journal.close();
  expect(syncs).toHaveLength(1);
});

test('[SHP-R9] what was written is read back, and the next start goes on counting', async () => {
  const folder = tempFolder();
  const first = await openNotes(folder);
  await first.append({ note: 'plan' }, 'fsync');
  await first.close();
  const read = await readJournal(nodeDisk(), folder, 'job.journal', asNote);
  expect(read).toMatchObject({ ok: true, value: { job: 'job', records: [{ note: 'plan' }], nextSeq: 1 } });
  const second = await reopenNotes(folder, 1);
  expect(await second.append({ note: 'Größe' }, 'fsync')).toEqual({ ok: true, value: 1 });
  await second.close();
  expect(await readJournal(nodeDisk(), folder, 'job.journal', asNote)).toMatchObject({
    ok: true,
    value: { nextSeq: 2 },
  });
});

async function written(folder: string, notes: readonly string[]): Promise<string> {
  const journal = await openNotes(folder);
  for (const note of notes) await journal.append({ note }, 'group');
  await journal.close();
  return journal.path;
}

test('[SHP-R9] wherever power went away, whole records stay and the torn one is cut off', async () => {
  const folder = tempFolder();
  const path = await written(folder, ['first', 'zwölf', 'third']);
  const whole = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (cut) => {
      writeFileSync(path, whole.subarray(0, cut));
      const read = await readJournal(nodeDisk(), folder, 'job.journal', asNote);
      const kept = whole.subarray(0, cut).toString('latin1').split('\n').length - 1;
      expect(read).toMatchObject({ ok: true, value: { nextSeq: kept } });
      await (await reopenNotes(folder, kept)).close();
      expect(readFileSync(path).length).toBe(whole.subarray(0, cut).lastIndexOf(0x0a) + 1);
    }),
    { numRuns: 60 },
  );
});

test('[SHP-R9] zero bytes at the end, as a file system may leave them, are a torn record', async () => {
  const folder = tempFolder();
  const path = await written(folder, ['first']);
  appendFileSync(path, Buffer.alloc(512));
  expect(await readJournal(nodeDisk(), folder, 'job.journal', asNote)).toMatchObject({
    ok: true,
    value: { nextSeq: 1 },
  });
  const next = await reopenNotes(folder, 1);
  await next.append({ note: 'second' }, 'fsync');
  await next.close();
  expect(await readJournal(nodeDisk(), folder, 'job.journal', asNote)).toMatchObject({
    ok: true,
    value: { nextSeq: 2 },
  });
});

test('[SHP-R10] one bit wrong before the end is damage: file and line are named, nothing is dropped', async () => {
  const folder = tempFolder();
  const path = await written(folder, ['first', 'second', 'third']);
  const whole = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length * 8 - 1 }), async (bit) => {
      const bent = Buffer.from(whole);
      bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(path, bent);
      const read = await readJournal(nodeDisk(), folder, 'job.journal', asNote);
      if (read.ok) expect({ at: bit >> 3, nextSeq: read.value.nextSeq }).toEqual({ at: whole.length - 1, nextSeq: 2 });
      else
        expect(read.error.message).toMatch(
          new RegExp(`^The journal ${path} is damaged at line [123]: .* No new write job`),
        );
      if (!read.ok) expect(readFileSync(path)).toEqual(bent);
    }),
    { numRuns: 120 },
  );
});

test.each([
  ['missing', (all: string[]) => [all[0], all[2]], 2],
  ['doubled', (all: string[]) => [all[0], all[0], all[1]], 2],
  ['exchanged', (all: string[]) => [all[1], all[0]], 1],
])('[SHP-R10] a whole line that is %s is damage', async (_, change, line) => {
  const folder = tempFolder();
  const path = await written(folder, ['first', 'second', 'third']);
  writeFileSync(path, `${change(lines(path)).join('\n')}\n`);
  const read = await readJournal(nodeDisk(), folder, 'job.journal', asNote);
  expect(read).toMatchObject({ ok: false, error: { message: expect.stringContaining(`damaged at line ${line}:`) } });
});

test('[SHP-R10] a record that nobody understands is damage, not a record', async () => {
  const folder = tempFolder();
  await written(folder, ['first']);
  expect(await readJournal(nodeDisk(), folder, 'job.journal', () => undefined)).toMatchObject({ ok: false });
});

test('[SHP-R9] only journals are journals; a folder that is not there holds none', async () => {
  const folder = tempFolder();
  await written(folder, ['first']);
  writeFileSync(join(folder, 'job.journal.kept'), 'x');
  expect(await listJournals(nodeDisk(), folder)).toEqual(['job.journal']);
  expect(await listJournals(nodeDisk(), join(folder, 'none'))).toEqual([]);
});

/** A journal whose second record is in the page cache only: its sync has failed. */
async function halfDurable() {
  const medium = new SimulatedDisk();
  let syncs = 0;
  const disk = medium.mount(({ kind }) =>
    kind === 'sync' && ++syncs === 2 ? { kind: 'fail', code: 'EIO' } : { kind: 'do' },
  );
  const first = await Journal.open<Note>(disk, '/j', 'job', new SimulatedClock());
  await first.append({ note: 'plan' }, 'fsync');
  expect(await first.append({ note: 'erase intent' }, 'fsync')).toMatchObject({ ok: false });
  return medium;
}

test('[SHP-R278] what a start reads from the page cache is on the disk before the next record', async () => {
  const medium = await halfDurable();
  const next = await Journal.reopen<Note>(medium.mount(), '/j', 'job', new SimulatedClock(), 2);
  expect(await next.append({ note: 'reentry' }, 'fsync')).toEqual({ ok: true, value: 2 });
  medium.cut(0);
  const notes = [{ note: 'plan' }, { note: 'erase intent' }, { note: 'reentry' }];
  expect(await readJournal(medium.mount(), '/j', 'job.journal', asNote)).toMatchObject({ value: { records: notes } });
});

test.each(['create', 'write', 'sync', 'rename', 'sync-folder'] as const)(
  '[SHP-R278] a disk that refuses that at "%s" poisons the journal: nothing more is written to it',
  async (kind) => {
    const medium = await halfDurable();
    const disk = medium.mount((operation) =>
      operation.kind === kind ? { kind: 'fail', code: 'EIO' } : { kind: 'do' },
    );
    const next = await Journal.reopen<Note>(disk, '/j', 'job', new SimulatedClock(), 2);
    const found = medium.bytesOf('/j/job.journal');
    expect(await next.append({ note: 'reentry' }, 'fsync')).toMatchObject({ ok: false, error: { kind: 'poisoned' } });
    await next.close();
    expect(medium.bytesOf('/j/job.journal')).toEqual(found);
  },
);
