import { createHash } from 'node:crypto';
import { SimulatedClock, SimulatedDisk } from '@baylink/testing';
import { expect, test } from 'vitest';
import { Journal } from '../journal/journal.js';
import { Staging } from '../staging/staging.js';
import { replaceFile, writeDocument } from './document.js';

const BYTES = new Uint8Array(9_000).map((_, i) => (i * 7 + 3) & 0xff);
const NAME = createHash('sha256').update(BYTES).digest('hex');

test('[SHP-R56] a document is on the disk, under its name, when its promise resolves', async () => {
  const disk = new SimulatedDisk();
  await replaceFile(disk.mount(), '/shop/document', BYTES);
  expect(disk.durableBytesOf('/shop/document')).toEqual(BYTES);
});

test('[SHP-R56] whatever the disk does last, a cut leaves the old document or the new one', async () => {
  const operations: string[] = [];
  await writeDocument(watched(new SimulatedDisk(), operations), '/shop/document', { used: 2 });
  for (const [last] of operations.entries()) {
    const disk = new SimulatedDisk();
    await writeDocument(disk.mount(), '/shop/document', { used: 1 });
    const done: string[] = [];
    const dying = disk.mount(({ kind }) => {
      if (done.push(kind) > last) throw new Error('power');
      return { kind: 'do' };
    });
    await writeDocument(dying, '/shop/document', { used: 2 }).catch(() => undefined);
    const left: unknown = JSON.parse(new TextDecoder().decode(disk.durableBytesOf('/shop/document')));
    expect([{ used: 1 }, { used: 2 }]).toContainEqual(left);
  }
});

test('[SHP-R12] a file that is called whole is on the disk, under its name', async () => {
  const disk = new SimulatedDisk();
  const staging = new Staging(disk.mount(), '/shop/staging');
  expect(await staging.append(NAME, BYTES.length, 0, BYTES)).toEqual({ ok: true, value: BYTES.length });
  expect(disk.durableBytesOf(`/shop/staging/${NAME}`)).toEqual(BYTES);
});

test('[SHP-R5] a forced record of a new journal is found again after a cut', async () => {
  const disk = new SimulatedDisk();
  const journal = await Journal.open(disk.mount(), '/shop/journals', 'job', new SimulatedClock());
  await journal.append({ note: 'erase intent' }, 'fsync');
  expect(new TextDecoder().decode(disk.durableBytesOf('/shop/journals/job.journal'))).toContain('erase intent');
});

const watched = (disk: SimulatedDisk, operations: string[]) =>
  disk.mount(({ kind }) => {
    operations.push(kind);
    return { kind: 'do' };
  });
