import { canonical, generateKey } from '@baylink/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consistencyProof, verifyConsistency } from './consistency.js';
import { checkpointAt, evidence, shop, story, unwrap, write } from './ledger.rig.js';
import { grow, leafHash, merkleRoot, rootOf } from './merkle.js';
import { type ProofDocument, readProof } from './proof-document.js';
import { proveEntry, proveGrowth } from './proving.js';
import { verifyLedger } from './verify.js';
import { verifyProof } from './verify-proof.js';

const written = write(story);
const file = Buffer.from(await evidence(written, story.length));
const stranger = (await generateKey(false)).signer;

const leaves = (size: number, salt = ''): string[] =>
  Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`${salt}${i}`)));

test('[LED-R14] a tree that grew leaf by leaf has the root of all its leaves', () => {
  for (let size = 0, tree: readonly string[] = []; size < 70; tree = grow(tree, size, leaves(70)[size] ?? ''), size++)
    expect(rootOf(tree)).toBe(merkleRoot(leaves(70).slice(0, size)));
});

test('[LED-R16] that a tree has only grown is proved for every two sizes of it', () => {
  for (let newer = 1; newer <= 20; newer++)
    for (let older = 1; older <= newer; older++) {
      const all = leaves(newer);
      const trees = [older, newer].map((size) => ({ size, root: merkleRoot(all.slice(0, size)) }));
      const [from, to] = trees as [(typeof trees)[0], (typeof trees)[0]];
      const path = consistencyProof(all, older);
      expect(verifyConsistency(from, to, path ?? ['no proof'])).toBe(true);
    }
  expect(consistencyProof(leaves(3), 4)).toBeUndefined();
  expect(consistencyProof(leaves(3), 0)).toBeUndefined();
});

test('[LED-R16] a changed leaf, a changed, longer or shorter path and another size prove nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (newer, some, other) => {
      const older = 1 + (some % (newer - 1));
      const all = leaves(newer);
      const from = { size: older, root: merkleRoot(all.slice(0, older)) };
      const to = { size: newer, root: merkleRoot(all) };
      const path = consistencyProof(all, older) ?? [];
      const changed = all.with(other % older, leafHash(Buffer.from('another')));
      expect(verifyConsistency({ ...from, root: merkleRoot(changed.slice(0, older)) }, to, path)).toBe(false);
      const at = other % path.length;
      expect(verifyConsistency(from, to, path.with(at, leafHash(Buffer.from('x'))))).toBe(false);
      expect(verifyConsistency(from, to, [...path, to.root])).toBe(false);
      expect(verifyConsistency(from, to, path.slice(1))).toBe(false);
      expect(verifyConsistency({ ...from, size: older + 1 }, to, path) && older + 1 !== newer).toBe(false);
    }),
  );
});

test('[LED-R14] a checkpoint whose root is not that of its entries is TAMPERED', async () => {
  const state = written.states[story.length];
  const tree = write([...story.slice(0, 3), ...story.slice(4)]).states.at(-1)?.tree;
  const wrong = { ...written, states: written.states.with(story.length, { ...state, tree } as never) };
  expect(await verifyLedger(await evidence(wrong, story.length, written.lines))).toMatchObject({
    outcome: 'TAMPERED',
    sentence: expect.stringContaining('root'),
  });
});

test('[LED-R17] every entry is proved by itself, and the proof of another line, place or shop is not', async () => {
  for (let index = 0; index < story.length; index++) {
    const proof = unwrap(await proveEntry(file, index));
    expect(await verifyProof(copied(proof), { shopThumbprint: shop.thumbprint })).toMatchObject({
      ok: true,
      value: { sentence: expect.stringContaining(`entry ${index} (${story[index]?.kind}) is one of the 13`) },
    });
  }
  const third = unwrap(await proveEntry(file, 3));
  if (third.proves !== 'entry') throw new Error('an entry was to be proved');
  for (const changed of [
    { ...third, line: written.lines[4] ?? '' },
    { ...third, index: 4 },
    { ...third, line: third.line.replace('22f190', '22f191') },
    { ...third, path: third.path.slice(1) },
    { ...third, shop: stranger.jwk },
    { ...third, checkpoint: await checkpointAt(written, story.length, stranger) },
  ])
    expect((await verifyProof(changed)).ok).toBe(false);
  expect((await verifyProof(third, { shopThumbprint: stranger.thumbprint })).ok).toBe(false);
  expect(await proveEntry(file, 13)).toMatchObject({ ok: false, error: expect.stringContaining('entries 0 to 12') });
});

test('[LED-R17] an older checkpoint is proved to be the beginning of a newer one; one over another history is a split', async () => {
  for (let size = 1; size <= story.length; size++) {
    const proof = unwrap(await proveGrowth(file, await checkpointAt(written, size)));
    expect(await verifyProof(copied(proof), { shopThumbprint: shop.thumbprint })).toMatchObject({ ok: true });
    const kept = await checkpointAt(written, size);
    expect((await verifyProof(proof, { checkpoint: kept })).ok).toBe(true);
    const another = await checkpointAt(written, size === 1 ? 2 : 1);
    expect(await verifyProof(proof, { checkpoint: another })).toMatchObject({
      error: expect.stringContaining('another checkpoint'),
    });
  }
  const split = write([...story.slice(0, 4), ...story.slice(5)]);
  const other = await proveGrowth(file, await checkpointAt(split, 6));
  expect(await verifyProof(unwrap(other))).toMatchObject({ ok: false, error: expect.stringContaining('split') });
});

test('[LED-R17] nothing is proved from a file that does not hold itself', async () => {
  const changed = Buffer.from(file.toString().replace('22f190', '22f191'));
  expect(await proveEntry(changed, 1)).toMatchObject({ ok: false, error: expect.stringContaining('TAMPERED') });
  expect(await proveGrowth(changed, 'no checkpoint')).toMatchObject({ ok: false });
  expect(readProof('{}')).toBeUndefined();
  expect(readProof(file.toString())).toBeUndefined();
});

/** As it travels. */
function copied(proof: ProofDocument): ProofDocument {
  const read = readProof(`${unwrap(canonical(proof))}\n`);
  if (read === undefined) throw new Error('the proof cannot be read');
  return read;
}
