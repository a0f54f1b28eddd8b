import { generateKey, utf8 } from '@baylink/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signWitness } from './checkpoint.js';
import { evidenceFile } from './evidence.js';
import { broker, checkpointAt, closing, evidence, opening, shop, story, unwrap, VISIT, write } from './ledger.rig.js';
import { type VerifyOptions, verifyLedger } from './verify.js';

const whole = write(story);
const SIZE = story.length;
const honest = await evidence(whole, SIZE);
const bytes = utf8(honest);
const open = write(story.slice(0, -1));

const outcomeOf = async (file: Uint8Array | string, options?: VerifyOptions) =>
  (await verifyLedger(file, options)).outcome;

test('[LED-R4] a whole, unchanged, closed file is OK, with exit code 0', async () => {
  const found = await verifyLedger(honest, { shopThumbprint: shop.thumbprint });
  expect(found).toMatchObject({ outcome: 'OK', exitCode: 0, entries: SIZE, signed: SIZE });
  expect(found.witness?.by).toBe(broker.thumbprint);
  expect(await outcomeOf(bytes)).toBe('OK');
});

test('[LED-R5] whichever single byte is changed, the file is TAMPERED', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ flip;
      expect(await outcomeOf(changed)).toBe('TAMPERED');
    }),
    { numRuns: 1000 },
  );
});

test('[LED-R5] a byte more or a byte less is never OK', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), fc.nat(255), fc.boolean(), async (at, byte, more) => {
      fc.pre(more || at < bytes.length);
      const rest = bytes.slice(more ? at : at + 1);
      const changed = Uint8Array.from([...bytes.slice(0, at), ...(more ? [byte] : []), ...rest]);
      expect(await outcomeOf(changed)).not.toBe('OK');
    }),
    { numRuns: 300 },
  );
});

const [header = '', ...lines] = honest.split('\n').slice(0, -1);
const file = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');

test('[LED-R5] a line that is left out, moved or repeated is TAMPERED, but for the last one, without which it is TRUNCATED', async () => {
  for (let i = 0; i < lines.length; i++) {
    const without = lines.filter((_, at) => at !== i);
    expect(await outcomeOf(file([header, ...without]))).toBe(i === lines.length - 1 ? 'TRUNCATED' : 'TAMPERED');
    for (let to = 0; to < lines.length; to++) {
      const moved = without.toSpliced(to, 0, lines[i] ?? '');
      if (to !== i) expect(await outcomeOf(file([header, ...moved]))).toBe('TAMPERED');
      const repeated = lines.toSpliced(to, 0, lines[i] ?? '');
      expect(await outcomeOf(file([header, ...repeated]))).toBe('TAMPERED');
    }
  }
});

test('[LED-R6] wherever the file is cut it is TRUNCATED', async () => {
  const lineEnds = [...bytes.keys()].filter((at) => bytes[at] === 0x0a);
  const cuts = [0, 1, ...lineEnds.flatMap((at) => [at - 1, at, at + 1, at + 2])].filter((at) => at < bytes.length);
  for (const at of cuts) expect(await outcomeOf(bytes.slice(0, at)), `cut at ${at}`).toBe('TRUNCATED');
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), async (at) => {
      expect(await outcomeOf(bytes.slice(0, at))).toBe('TRUNCATED');
    }),
    { numRuns: 500 },
  );
});

test('[LED-R6] who took entries away cannot hide it behind an older checkpoint that somebody else has kept', async () => {
  const shorter = await evidence(whole, 5, whole.lines.slice(0, 5));
  expect(await outcomeOf(shorter)).toBe('UNCLOSED');
  expect(await outcomeOf(shorter, { checkpoint: await checkpointAt(whole, SIZE) })).toBe('TRUNCATED');
});

test('[LED-R7] without a close it is UNCLOSED, with exit code 5', async () => {
  const found = await verifyLedger(await evidence(open, SIZE - 1));
  expect(found).toMatchObject({ outcome: 'UNCLOSED', exitCode: 5, entries: SIZE - 1, signed: SIZE - 1 });
});

test('[LED-R8] entries behind the checkpoint are told as not signed, also when one of them is a close', async () => {
  const found = await verifyLedger(await evidence(whole, 5));
  expect(found).toMatchObject({ outcome: 'UNCLOSED', entries: SIZE, signed: 5 });
  expect(found.sentence).toContain(`the last ${SIZE - 5} are not signed`);
});

test('[LED-R9] another history under the same shop key is a split', async () => {
  const other = write([opening, { kind: 'note', data: { topic: 't', sentence: 's' } }, closing]);
  const found = await verifyLedger(honest, { checkpoint: await checkpointAt(other, 3) });
  expect(found).toMatchObject({ outcome: 'TAMPERED', exitCode: 3 });
  expect(found.sentence).toContain('split');
});

test('[LED-R9] a checkpoint of another ledger, and one that lies about the close, are TAMPERED', async () => {
  const other = write(story, 'W'.repeat(22));
  expect(await outcomeOf(honest, { checkpoint: await checkpointAt(other, SIZE) })).toBe('TAMPERED');
  const lying = { ...whole, states: whole.states.map((state) => ({ ...state, phase: 'open' as const })) };
  expect(await outcomeOf(await evidence(lying, SIZE))).toBe('TAMPERED');
});

test('[LED-R10] a whole ledger made with another key is refused by a reader who knows the shop', async () => {
  const found = await verifyLedger(honest, { shopThumbprint: broker.thumbprint });
  expect(found).toMatchObject({ outcome: 'TAMPERED' });
  const foreign = unwrap(
    evidenceFile({ checkpoint: await checkpointAt(whole, SIZE, broker), witness: null }, whole.lines),
  );
  expect(await outcomeOf(foreign)).toBe('TAMPERED');
});

test('[LED-R11] a witness of another checkpoint, or under another key, is TAMPERED', async () => {
  const checkpoint = await checkpointAt(whole, SIZE);
  const elsewhere = unwrap(await signWitness(broker, VISIT, await checkpointAt(whole, 3), 1));
  const stranger = (await generateKey(false)).signer;
  for (const witness of [
    { jwk: broker.jwk, jws: elsewhere },
    { jwk: stranger.jwk, jws: unwrap(await signWitness(broker, VISIT, checkpoint, 1)) },
  ]) {
    expect(await outcomeOf(unwrap(evidenceFile({ checkpoint, witness }, whole.lines)))).toBe('TAMPERED');
  }
});

test.each(['hello', '\n\n', '{}\n', '\u0000\n', 'S00600004844521B\n'])(
  '[LED-R12] %j is UNREADABLE, with exit code 2',
  async (text) => {
    expect(await verifyLedger(text)).toMatchObject({ outcome: 'UNREADABLE', exitCode: 2 });
  },
);

test('[LED-R12] a live ledger needs its checkpoint; with it, it is judged like an evidence file', async () => {
  const live = file(whole.lines);
  expect(await outcomeOf(live)).toBe('UNREADABLE');
  const checkpoint = await checkpointAt(whole, SIZE);
  expect(await outcomeOf(live, { checkpoint })).toBe('OK');
  expect(await outcomeOf(live.slice(0, -1), { checkpoint })).toBe('TRUNCATED');
  expect(await outcomeOf(live.replace('13.90', '13.91'), { checkpoint })).toBe('TAMPERED');
  expect(await outcomeOf(`x${live}`, { checkpoint })).toBe('TAMPERED');
});

test('[LED-R5] no bytes make it throw, and none but the honest ones are OK', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constantFrom(header, ...lines), fc.string()), { maxLength: 6 }),
      async (some) => {
        expect(await outcomeOf(file(some))).not.toBe('OK');
      },
    ),
  );
});
