import { canonical, digestHex, thumbprintOf, utf8 } from '@baylink/contracts';
import { bytesOf, millis, wallMillis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { append, emptyLedger, follow } from './chain.js';
import { signCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { readEntry } from './entry.js';
import {
  broker,
  checkpointAt,
  closing,
  evidence,
  FILE,
  opening,
  shop,
  stateAt,
  story,
  unwrap,
  VISIT,
  write,
} from './ledger.rig.js';
import { inclusionProof, leafHash, merkleRoot, verifyInclusion } from './merkle.js';
import { withholdSecrets } from './secrets.table.js';
import { verifyLedger } from './verify.js';

const written = write(story);
const NOW = wallMillis(1_800_000_000_000);

test('[LED-R1] each entry carries the hash of the one before', () => {
  const entries = written.lines.map((line) => unwrap(readEntry(line)));
  expect(entries.map(({ entry }) => entry.prev)).toEqual([null, ...entries.slice(0, -1).map(({ hash }) => hash)]);
  expect(entries.map(({ hash }) => hash)).toEqual(written.lines.map((line) => digestHex(line)));
  expect(stateAt(written, story.length)).toEqual({
    ledger: VISIT,
    size: story.length,
    head: entries.at(-1)?.hash,
    tree: expect.any(Array),
    phase: 'closed',
  });
});

test('[LED-R1] an entry of another ledger, another place or another past is not followed', () => {
  const third = unwrap(readEntry(written.lines[2] ?? ''));
  expect(follow(stateAt(written, 2), third).ok).toBe(true);
  expect(follow({ ...stateAt(written, 2), ledger: 'W'.repeat(22) }, third)).toMatchObject({
    error: expect.stringContaining('belongs to'),
  });
  expect(follow(stateAt(written, 1), third)).toMatchObject({ error: expect.stringContaining('missing') });
  expect(follow({ ...stateAt(written, 2), head: digestHex('other') }, third)).toMatchObject({
    error: expect.stringContaining('does not follow'),
  });
});

test('[LED-R2] open comes first and once, and nothing follows close', () => {
  const add = (size: number, one: typeof opening) => append(stateAt(written, size), one, NOW, millis(0));
  expect(append(emptyLedger(VISIT), closing, NOW, millis(0))).toMatchObject({ ok: false });
  expect(add(1, opening)).toMatchObject({ ok: false });
  expect(add(story.length, closing)).toMatchObject({ ok: false, error: expect.stringContaining('closed') });
});

test('[LED-R3] an entry with a member more, a member less, an unknown kind or another spelling is not read', () => {
  const line = written.lines[2] ?? '';
  const entry = JSON.parse(line);
  const spell = (change: object) => unwrap(canonical({ ...entry, ...change }));
  expect(readEntry(spell({})).ok).toBe(true);
  for (const bad of [
    spell({ extra: 1 }),
    spell({ data: { ...entry.data, extra: 1 } }),
    spell({ at: undefined }),
    spell({ kind: 'rumour' }),
    spell({ kind: 'voltage' }),
    spell({ index: -1 }),
    JSON.stringify(entry, null, 1),
    line.replace('"kind"', '"kin\\u0064"'),
    'null',
    '',
  ]) {
    expect(readEntry(bad).ok, bad).toBe(false);
  }
});

test('[LED-R3] a file is recorded with how its plan says that it is read', () => {
  const added = [{ address: 0x8000 }, { session: 'update' }, { signature: 'a.b.c' }].map((reading) =>
    unwrap(append(stateAt(written, 1), { kind: 'file', data: { ...FILE, ...reading } }, NOW, millis(0))),
  );
  for (const { stored } of added) expect(readEntry(stored.line)).toMatchObject({ ok: true });
});

test('[LED-R3] what canonical JSON cannot hold is not recorded', () => {
  const half = { kind: 'note', data: { topic: 't', sentence: '\ud800' } } as const;
  expect(append(stateAt(written, 1), half, NOW, millis(0))).toMatchObject({ ok: false });
});

test('[LED-R3] what no reader would take is not recorded either, so no stray member makes a record look tampered', () => {
  const stray = { kind: 'note', data: { topic: 't', sentence: 's', mood: 'fine' } };
  expect(append(stateAt(written, 1), stray as unknown as typeof opening, NOW, millis(0))).toEqual({
    ok: false,
    error: expect.stringContaining('"note" is malformed'),
  });
});

test('[LED-R10] a checkpoint says size, head and close under the key of the shop; an empty ledger has none', async () => {
  const jws = await checkpointAt(written, 3);
  const { size, head, phase } = stateAt(written, 3);
  expect(await verifyCheckpoint(jws, shop.jwk)).toMatchObject({
    ok: true,
    value: { payload: { size, head, closed: phase === 'closed' } },
  });
  expect(await verifyCheckpoint(jws, broker.jwk)).toMatchObject({ ok: false });
  expect(await signCheckpoint(shop, emptyLedger(VISIT), 1)).toMatchObject({ ok: false });
});

test.each([
  [[0x27, 0x01], '2701', undefined],
  [[0x67, 0x01, 0xde, 0xad], '6701', 2],
  [[0x27, 0x02, 0x21, 0x52], '2702', 2],
  [[0x29, 0x03, 1, 2, 3], '2903', 3],
  [[0x7f, 0x27, 0x35], '7f2735', undefined],
  [[0x2e, 0x06, 0x00, 0x01], '2e060001', undefined],
  [[0x27], '27', undefined],
  [[], '', undefined],
])('[LED-R13] of %j only %s is recorded', (message, bytes, withheld) => {
  expect(withholdSecrets(bytesOf(...message))).toEqual(withheld === undefined ? { bytes } : { bytes, withheld });
});

test('[LED-R14] the roots of the test vectors of RFC 6962 implementations', () => {
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const hashes = leaves.map((text) => leafHash(Uint8Array.from(Buffer.from(text, 'hex'))));
  expect(merkleRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(merkleRoot(hashes.slice(0, 1))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  expect(merkleRoot(hashes)).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
});

test('[LED-R14] every leaf is proved in its place and in no other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.nat(), (size, some, other) => {
      const leaves = Array.from({ length: size }, (_, i) => leafHash(utf8(`${i}`)));
      const index = some % size;
      const leaf = leaves[index] ?? '';
      const proof = inclusionProof(leaves, index) ?? [];
      const root = merkleRoot(leaves);
      expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
      expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      if (other % size !== index) expect(verifyInclusion(leaf, other % size, size, proof, root)).toBe(false);
      expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
      if (proof.length > 0) expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(false);
    }),
  );
  expect(inclusionProof([leafHash(utf8('a'))], 1)).toBeUndefined();
});

test('[LED-R15] the summary answers who, what, when, which file, what voltage, who agreed', async () => {
  const { summary } = await verifyLedger(await evidence(written, story.length));
  expect(summary).toMatchObject({
    ledger: VISIT,
    shop: { name: 'Müller & Söhne', thumbprint: thumbprintOf(shop.jwk) },
    expert: broker.thumbprint,
    openedAt: 1_800_000_000_000,
    lastAt: 1_800_000_000_000 + story.length - 1,
    files: [{ name: 'engine.hex' }],
    runs: [{ unit: 0x1001, states: ['ARMED', 'ENTRY', 'DONE'], sentence: 'done' }],
    acknowledgements: [{ phrase: 'a b c', millivolts: 13_900 }],
    refusals: [{ rule: 'JDG-R1' }],
    millivolts: { lowest: 13_400, highest: 13_900 },
  });
  expect(summary?.rules).toMatchObject([{ profile: { id: 'sample-car', version: 1 }, overlays: [] }]);
  expect(summary?.counts).toMatchObject({ open: 1, voltage: 3, run: 2, close: 1 });
});
