import type { ExpertBody, ShopBody } from '@baylink/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stranger } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';
import { entriesOf, hello, visitBench } from '../../test/visit-bench.js';

const OTHER = 'X'.repeat(22);
const scan: ExpertBody = { kind: 'scan', id: 'q'.repeat(22) };

async function greeted() {
  const bench = visitBench(tempFolder());
  await bench.hear(await bench.sealed(0, hello));
  expect(bench.acted.splice(0)).toEqual(['hello']);
  return bench;
}
type Bench = Awaited<ReturnType<typeof greeted>>;

const refusedIn = ({ ledger }: Bench) =>
  entriesOf(ledger).flatMap((entry) =>
    entry.kind === 'envelope-in' && entry.data.refused ? [entry.data.refused.rule] : [],
  );

test.each<[string, string, (bench: Bench) => Promise<string>]>([
  ['from another key', 'ENV-R1', ({ sealed }) => sealed(1, scan, {}, stranger)],
  ['that is no JWS', 'ENV-R1', async () => 'nonsense'],
  [
    'with an altered payload',
    'ENV-R1',
    async ({ sealed }) => {
      const [head, payload = '', signature] = (await sealed(1, scan)).split('.');
      const altered = Buffer.from(payload, 'base64url').toString().replace('"seq":1', '"seq":2');
      return [head, Buffer.from(altered).toString('base64url'), signature].join('.');
    },
  ],
  ['for another visit', 'ENV-R2', ({ sealed }) => sealed(1, scan, { visit: OTHER })],
  ['for another shop', 'ENV-R4', ({ sealed }) => sealed(1, scan, { to: stranger.thumbprint })],
  ['that was heard before', 'ENV-R5', ({ sealed }) => sealed(0, scan)],
  ['that is ahead of its turn', 'ENV-R5', ({ sealed }) => sealed(2, scan)],
  ['with the nonce of another stream', 'ENV-R6', ({ sealed }) => sealed(1, scan, { nonce: OTHER })],
  ['that has expired', 'ENV-R8', ({ sealed, clock }) => sealed(1, scan, { exp: Math.floor(clock.wall() / 1000) - 1 })],
])('[SHP-R41] an envelope %s is recorded with its rule and never acted on', async (_, rule, make) => {
  const bench = await greeted();
  await bench.hear(await make(bench));
  expect(bench.acted).toEqual([]);
  expect(refusedIn(bench)).toEqual([rule]);
});

test('[SHP-R41] the same envelope twice acts once', async () => {
  const bench = await greeted();
  const jws = await bench.sealed(1, scan);
  for (let i = 0; i < 3; i++) await bench.hear(jws);
  expect(bench.acted).toEqual(['scan']);
  expect(refusedIn(bench)).toEqual(['ENV-R5', 'ENV-R5']);
  expect((await bench.told()).filter(({ kind }) => kind === 'answer')).toHaveLength(1);
});

test('[SHP-R41] any bent character of an envelope makes it none', async () => {
  const bench = await greeted();
  const jws = await bench.sealed(1, scan);
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
  await fc.assert(
    fc.asyncProperty(fc.nat(jws.length - 1), fc.nat(alphabet.length - 1), async (at, letter) => {
      const bent = jws.slice(0, at) + alphabet[letter] + jws.slice(at + 1);
      if (bent !== jws) await bench.hear(bent);
      expect(bench.acted).toEqual([]);
    }),
    { numRuns: 150 },
  );
  await bench.hear(jws);
  expect(bench.acted).toEqual(['scan']);
});

test('[SHP-R42] an envelope is recorded before it is acted on, an answer before it is sent', async () => {
  const bench = await greeted();
  await bench.hear(await bench.sealed(1, scan));
  await bench.visit.flushed();
  expect(
    entriesOf(bench.ledger).map((entry) => `${entry.kind} ${'body' in entry.data ? entry.data.body : ''}`),
  ).toEqual(['open ', 'envelope-in hello', 'envelope-in scan', 'envelope-out answer']);
});

test('[SHP-R42] when the record cannot be written an answer is withheld, and the expert is told that', async () => {
  const bench = await greeted();
  bench.ledger.close();
  await bench.hear(await bench.sealed(1, scan));
  expect(await bench.told()).toEqual([
    { kind: 'refused', id: scan.id, refusal: { rule: 'RECORD', sentence: expect.stringContaining('withheld') } },
  ]);
  expect(bench.ledger.recording).toBe(false);
});

test('[SHP-R43] before hello there is nobody to talk to, and nothing is done', async () => {
  const bench = visitBench(tempFolder());
  bench.visit.say({ kind: 'closed', sentence: 'x' });
  await bench.hear(await bench.sealed(0, scan, { nonce: null }));
  expect(bench.acted).toEqual([]);
  expect(await bench.told()).toEqual([]);
});

test('[SHP-R43] a new stream begins anew: what was sealed for the old one is refused', async () => {
  const bench = await greeted();
  const old = await bench.sealed(1, scan);
  const before = bench.visit.nonce;
  bench.visit.restart();
  expect(bench.visit.nonce).toBeUndefined();
  await bench.hear(old);
  await bench.hear(await bench.sealed(0, hello));
  expect(bench.visit.nonce).not.toBe(before);
  await bench.hear(old);
  expect(bench.acted).toEqual(['hello']);
  await bench.hear(await bench.sealed(1, scan));
  expect(bench.acted).toEqual(['hello', 'scan']);
});

test('[SHP-R43] payloads are done with one after the other, in their order', async () => {
  const bench = await greeted();
  const first = await bench.sealed(1, scan);
  const second = await bench.sealed(2, { kind: 'close', id: 'c'.repeat(22) });
  await Promise.all([
    bench.hear(first),
    bench.visit.hear({ kind: 'chunk', sha256: '0'.repeat(64), offset: 0, data: '' }),
    bench.hear(second),
  ]);
  expect(bench.acted).toEqual(['scan', 'chunk', 'close']);
});

test('[SHP-R42] live values are told after the welcome and not recorded', async () => {
  const bench = await greeted();
  const voltage: ShopBody = { kind: 'voltage', at: 'now', millivolts: null, source: 'none', sentence: 'none' };
  bench.visit.say(voltage);
  bench.visit.say({
    kind: 'welcome',
    id: OTHER,
    nonce: bench.visit.nonce ?? '',
    expertNonce: OTHER,
    shop: stranger.thumbprint,
    shopName: 'Shop',
    version: 1,
    time: 0,
    vehicle: { vin: null, make: 'baylink', profile: 'sample-car' },
    agreements: [],
    runs: [],
  });
  bench.visit.say(voltage);
  expect((await bench.told()).map(({ kind }) => kind)).toEqual(['welcome', 'voltage']);
  expect(entriesOf(bench.ledger).map(({ kind }) => kind)).toEqual(['open', 'envelope-in', 'envelope-out']);
});
