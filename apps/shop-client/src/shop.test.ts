import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemChance } from '@baylink/kernel/system';
import { SimulatedClock, SimulatedDisk } from '@baylink/testing';
import { expect, test, vi } from 'vitest';
import { IDS, shop } from '../test/parties.js';
import { tempFolder } from '../test/temp-folder.js';
import { openLedger } from '../test/visit-bench.js';
import { WorkstationWatch } from './facts/workstation-watch.js';
import { LedgerShelf } from './ledger/ledger-shelf.js';
import { Orphans } from './ledger/orphans.js';
import { Shop } from './shop.js';
import { parseShopOptions } from './shop-options.js';

/** A shop client with the sample car in its process and no broker to be reached. */
async function startIn(folder: string, clock = new SimulatedClock()) {
  const script = join(folder, 'script');
  writeFileSync(script, '[]');
  const settings = await parseShopOptions({
    data: join(folder, 'data'),
    name: 'Bay 1',
    broker: 'http://127.0.0.1:1',
    link: `sim:${script}`,
    profile: 'sample-car',
    voltage: [join(folder, 'volts')],
    bayHost: '127.0.0.1',
    bayPort: 0,
  });
  if (!settings.ok) throw new Error(settings.error);
  return Shop.start(settings.value, clock, systemChance(), undefined);
}

test('[SHP-R62] a shop client starts without a broker, knows that its voltage source is silent, and ends with nothing left', async () => {
  const clock = new SimulatedClock();
  const started = await startIn(tempFolder(), clock);
  if (!started.ok) throw new Error(started.error);
  const client = started.value;
  expect(client.vehicle.isUp).toBe(true);
  expect(client.jobs.runs()).toEqual([]);
  expect(client.voltage.reading({ dedicated: 250, shared: 2000 }).millivolts).toBeNull();
  expect(await Promise.all([client.vehicle.tester.ask(0x1001, Uint8Array.of(0x22, 0xf1, 0x90))])).toMatchObject([
    { ok: false, error: { rule: 'VRD-R1' } },
  ]);
  await client.close();
  expect(clock.pending).toBe(0);
});

test('[SHP-R62] a damaged case or counter is one sentence, and nothing stays open', async () => {
  for (const [file, words] of [
    ['case.json', 'case.json is not'],
    ['acknowledgement-counter.json', 'acknowledgement-counter.json is not'],
  ] as const) {
    const folder = tempFolder();
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, 'data', file), 'damaged\n');
    const clock = new SimulatedClock();
    expect(await startIn(folder, clock)).toMatchObject({ ok: false, error: expect.stringContaining(words) });
    expect(clock.pending).toBe(0);
  }
});

test('[SHP-R63] the workstation is looked at again every two seconds, until the end', async () => {
  const clock = new SimulatedClock();
  const watch = new WorkstationWatch(tempFolder(), clock);
  expect(watch.fact.known).toBe(false);
  await watch.start();
  const first = watch.fact;
  expect(first).toMatchObject({ known: true, at: 0, value: { freeDiskBytes: expect.any(Number) } });
  await clock.advance(2000);
  await vi.waitFor(() => expect(watch.fact).toMatchObject({ known: true, at: 2000 }));
  const looking = watch.start();
  watch.stop();
  await looking;
  expect(clock.pending).toBe(0);
});

test('[SHP-R63] a folder that is not there leaves the workstation unknown', async () => {
  const watch = new WorkstationWatch(join(tempFolder(), 'none'), new SimulatedClock());
  await watch.start();
  watch.stop();
  expect(watch.fact).toMatchObject({ known: false, why: expect.stringContaining('cannot be read') });
});

test.each([
  ['nobody goes on with', false, false],
  ['somebody goes on with', true, true],
])('[SHP-R64] a visit of an earlier start that %s', async (_, inUse, recording) => {
  const folder = '/ledgers';
  const disk = new SimulatedDisk().mount();
  openLedger(folder, undefined, undefined, disk).close();
  const clock = new SimulatedClock();
  const kept = new LedgerShelf(
    { disk, folder, clock, signer: shop, hearFailure: () => undefined },
    () => undefined,
    () => undefined,
  );
  const [ledger] = (await kept.unfinished()).ledgers;
  const orphans = new Orphans(kept, clock, () => inUse);
  orphans.reached();
  orphans.reached();
  await clock.advance(4999);
  expect(ledger?.recording).toBe(true);
  await clock.advance(1);
  expect(ledger?.recording).toBe(recording);
  expect(ledger?.visit).toBe(IDS.visit);
  orphans.stop();
  await kept.close();
});
