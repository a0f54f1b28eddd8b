import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RulesInForce } from '@baylink/contracts';
import { bytesOf } from '@baylink/kernel';
import { SimulatedClock, settled } from '@baylink/testing';
import { type DiskWatch, SimulatedDisk } from '@baylink/testing/edges';
import type { ShopTunnel } from '@baylink/transport-tunnel/shop';
import { expect, test, vi } from 'vitest';
import { carBench } from '../../test/car-bench.js';
import { IDS, shop } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';
import { entriesOf, OPENING, openLedger } from '../../test/visit-bench.js';
import { nodeDisk } from '../disk/node-disk.js';
import { LedgerShelf } from './ledger-shelf.js';
import { VisitLedger } from './visit-ledger.js';

const note = (sentence: string) => ({ kind: 'note', data: { topic: 'test', sentence } }) as const;
const reopen = (folder: string, rules?: RulesInForce) =>
  VisitLedger.open(
    {
      ...{ disk: nodeDisk(), folder, visit: IDS.visit, clock: new SimulatedClock(), signer: shop },
      ...(rules === undefined ? {} : { rules }),
      hearFailure: () => undefined,
    },
    OPENING,
  );

test('[SHP-R48] an entry is in the file when recording returns, and the next start goes on behind it', () => {
  const folder = tempFolder();
  const ledger = openLedger(folder);
  for (const sentence of ['one', 'zwei ü', 'three']) {
    ledger.record(note(sentence));
    expect(readFileSync(ledger.path, 'utf8')).toContain(sentence);
  }
  const { head, size } = ledger;
  ledger.close();
  const again = reopen(folder);
  expect(again.ok && { head: again.value.head, size: again.value.size, recording: again.value.recording }).toEqual({
    head,
    size,
    recording: true,
  });
  if (!again.ok) return;
  again.value.record(note('four'));
  expect(entriesOf(again.value).map(({ kind }) => kind)).toEqual(['open', 'note', 'note', 'note', 'note']);
  expect(again.value.lines(2, 2)).toHaveLength(2);
  expect(again.value.lines(99, 2)).toEqual([]);
  again.value.close();
});

test('[SHP-R48] a torn last line was never told to anyone: it is cut off, and the record goes on', () => {
  const folder = tempFolder();
  const ledger = openLedger(folder);
  ledger.record(note('one'));
  const { size } = ledger;
  ledger.close();
  appendFileSync(ledger.path, '{"v":1,"ledger":"VV');
  const again = reopen(folder);
  expect(again.ok && again.value.size).toBe(size);
  if (!again.ok) return;
  again.value.record(note('two'));
  again.value.close();
  expect(reopen(folder)).toMatchObject({ ok: true, value: { size: size + 1 } });
});

test('[SHP-R48] an entry that was changed or taken out is damage, named with its number', () => {
  const folder = tempFolder();
  const ledger = openLedger(folder);
  for (const sentence of ['one', 'two', 'three']) ledger.record(note(sentence));
  ledger.close();
  const whole = readFileSync(ledger.path, 'utf8');
  const lines = whole.split('\n');
  for (const [harmed, at] of [
    [whole.replace('two', 'owt'), 3],
    [[...lines.slice(0, 2), ...lines.slice(3)].join('\n'), 2],
  ] as const) {
    writeFileSync(ledger.path, harmed);
    expect(reopen(folder)).toMatchObject({ ok: false, error: expect.stringContaining(`damaged at entry ${at}`) });
    expect(readFileSync(ledger.path, 'utf8')).toBe(harmed);
  }
});

test('[SHP-R284] what is forced is found under its name after a power cut, though the disk is full at its checkpoint', async () => {
  const disk = new SimulatedDisk();
  const watch: DiskWatch = ({ kind, path }) =>
    kind === 'create' && path.includes('checkpoint') ? { kind: 'fail', code: 'ENOSPC' } : { kind: 'do' };
  const folder = '/shop/ledgers';
  const given = { folder, visit: IDS.visit, clock: new SimulatedClock(), signer: shop, hearFailure: () => undefined };
  const ledger = VisitLedger.open({ ...given, disk: disk.mount(watch) }, OPENING);
  if (!ledger.ok) throw new Error(ledger.error);
  ledger.value.record(note('one'));
  expect(await ledger.value.checkpoint()).toMatchObject({ ok: false });
  disk.cut(0);
  const again = VisitLedger.open({ ...given, disk: disk.mount() }, OPENING);
  expect(again).toMatchObject({ ok: true, value: { size: 2 } });
});

test('[SHP-R49] a record that cannot be written says so once and takes nothing more', () => {
  const troubles: string[] = [];
  const ledger = openLedger(tempFolder(), new SimulatedClock(), troubles);
  ledger.close();
  ledger.record(note('one'));
  ledger.record(note('two'));
  expect(ledger.recording).toBe(false);
  expect(troubles).toEqual([expect.stringContaining('Nothing more is asked of the vehicle')]);
});

test('[SHP-R49] nothing follows the last entry', () => {
  const ledger = openLedger(tempFolder());
  ledger.finish('over');
  ledger.finish('over again');
  expect(ledger.recording).toBe(false);
  expect(entriesOf(ledger).map(({ kind }) => kind)).toEqual(['open', 'close']);
});

test('[SHP-R50] keys and seeds’ answers are not in the record', () => {
  const ledger = openLedger(tempFolder());
  const { pass } = carBench();
  ledger.sent(pass(bytesOf(0x22, 0xf1, 0x90)), 'sim');
  ledger.received(0x1001, bytesOf(0x67, 0x01, 0xde, 0xad, 0xbe, 0xef), 'sim');
  const text = readFileSync(ledger.path, 'utf8');
  expect(text).toContain('22f190');
  expect(text).not.toContain('deadbeef');
});

test('[SHP-R51] a burst is signed once, a second after its first entry; the checkpoint lies beside it', async () => {
  const folder = tempFolder();
  const clock = new SimulatedClock();
  const followed: string[] = [];
  const checkpoints: number[] = [];
  const tunnel = {
    followLedger: (visit: string) => void followed.push(visit),
    ledgerGrew: () => undefined,
    ledgerCheckpoint: (_: string, __: string, size: number) => void checkpoints.push(size),
    forgetLedger: (visit: string) => void followed.push(`forgot ${visit}`),
  } as unknown as ShopTunnel;
  const shared = { disk: nodeDisk(), folder, clock, signer: shop, hearFailure: () => undefined };
  const shelf = new LedgerShelf(
    shared,
    () => tunnel,
    () => undefined,
  );
  const taken = shelf.take(IDS.visit, OPENING);
  if (!taken.ok) throw new Error(taken.error);
  for (let i = 0; i < 50; i++) taken.value.record(note(`${i}`));
  expect(followed).toEqual([IDS.visit]);
  await clock.advance(1000);
  await vi.waitFor(() => expect(checkpoints).toEqual([51]));
  expect(existsSync(`${taken.value.path}.checkpoint`)).toBe(true);

  shelf.stored(IDS.visit, 51, 51);
  expect(shelf.get(IDS.visit)).toBeDefined();
  await shelf.finish(IDS.visit, 'over');
  await vi.waitFor(() => expect(checkpoints.at(-1)).toBe(52));
  shelf.stored(IDS.visit, 52, 51);
  expect(shelf.get(IDS.visit)).toBeDefined();
  shelf.stored(IDS.visit, 52, 52);
  expect(shelf.get(IDS.visit)).toBeUndefined();
  await vi.waitFor(() => expect(existsSync(join(folder, `${IDS.visit}.stored`))).toBe(true));
  expect((await shelf.unfinished()).ledgers).toEqual([]);
  await shelf.close();
});

test('[SHP-R51] what the broker does not have whole is brought again by the next start, a damaged one is told', async () => {
  const folder = tempFolder();
  const ledger = openLedger(folder);
  ledger.close();
  writeFileSync(join(folder, `${'D'.repeat(22)}.jsonl`), 'damaged\n');
  const shelf = new LedgerShelf(
    { disk: nodeDisk(), folder, clock: new SimulatedClock(), signer: shop, hearFailure: () => undefined },
    () => undefined,
    () => undefined,
  );
  const { ledgers, problems } = await shelf.unfinished();
  expect(ledgers.map(({ visit }) => visit)).toEqual([IDS.visit]);
  expect(problems).toEqual([expect.stringContaining('damaged at entry 0')]);
  await settled();
  await shelf.close();
});

test('[SHP-R127] the rules in force stand in a ledger from its begin, and again when a start goes on with it under others', () => {
  const folder = tempFolder();
  const rules = (version: number): RulesInForce => ({
    profile: { id: 'sample-car', version: 3, sha256: 'ab'.repeat(32) },
    overlays: [{ id: 'brakes', version, sha256: 'cd'.repeat(32), publisher: shop.thumbprint }],
  });
  const goOn = (version: number) => {
    const opened = reopen(folder, rules(version));
    if (!opened.ok) throw new Error(opened.error);
    opened.value.close();
    return opened.value.tail().flatMap(({ kind, text }) => (kind === 'rules' ? [text] : []));
  };
  expect(goOn(1)).toEqual([
    'judged by profile sample-car version 3 (SHA-256 abababababab…), overlay brakes version 1 (SHA-256 cdcdcdcdcdcd…)',
  ]);
  expect(goOn(1)).toHaveLength(1);
  expect(goOn(2)).toHaveLength(2);
});
