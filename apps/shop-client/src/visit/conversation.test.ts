import { createHash } from 'node:crypto';
import type { ExpertBody, ShopBody } from '@baylink/contracts';
import { shopBody } from '@baylink/contracts';
import { err, hex, ok } from '@baylink/kernel';
import { SAMPLE_CAR } from '@baylink/safety';
import { parseScript } from '@baylink/twin';
import { expect, test } from 'vitest';
import { awakeCar, ENGINE } from '../../test/car-bench.js';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { scanVehicle } from '../scan/vehicle-scan.js';
import { LARGEST_FILE, Staging } from '../staging/staging.js';
import { converse, type ShopServices } from './conversation.js';
import { FileDesk } from './file-desk.js';

const id = 'q'.repeat(22);
const refusal = { rule: 'PLAN-USED', sentence: 'This plan was executed before.' };

/** The sample car and a real staging folder; the desk of jobs is not part of a conversation and says what it is told to. */
async function bench(script = '[]') {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(parsed.error);
  const { tester, clock, outcome, story } = await awakeCar(parsed.value);
  const staging = new Staging(nodeDisk(), tempFolder());
  const files = new FileDesk(staging);
  let left = 0;
  const shop: ShopServices = {
    tester,
    files,
    welcome: (question, expertNonce) =>
      ({ kind: 'welcome', id: question, expertNonce }) as Extract<ShopBody, { kind: 'welcome' }>,
    async scan(hear) {
      const result = await scanVehicle(tester, SAMPLE_CAR.units, clock, hear);
      return result.ok ? ok({ kind: 'scan', scan: result.value.scan }) : result;
    },
    countersigned: async () => err(refusal),
    offerPlan: async () => err(refusal),
    phrase: (job) => (job === id ? ok() : err({ rule: 'RUN-UNKNOWN', sentence: 'There is no such job.' })),
    stop: (job) => (job === id ? ok('It stops.') : err('There is no such job.')),
    leave: async () => void left++,
  };
  const ask = async (body: ExpertBody): Promise<ShopBody[]> => {
    const said: ShopBody[] = [];
    await outcome(converse(body, shop, (answer) => said.push(answer)));
    return said;
  };
  return { ask, files, staging, story, left: () => left };
}

const request = (bytes: string, unit?: number): ExpertBody => ({
  kind: 'request',
  id,
  bytes,
  ...(unit === undefined ? {} : { unit }),
});

test.each<[string, ExpertBody, string]>([
  ['hello', { kind: 'hello', id, expertNonce: id, versions: [1], certificate: '' }, 'welcome'],
  ['a scan', { kind: 'scan', id }, 'answer'],
  ['a request', request('22f190', ENGINE), 'answer'],
  ['a request to everybody', request('3e00'), 'answer'],
  ['an empty request', request('', ENGINE), 'answer'],
  ['a write', request('2e060100', ENGINE), 'refused'],
  ['an unknown service to everybody', request('ba00'), 'refused'],
  ['a unit that does not exist', request('22f190', 0x4711), 'answer'],
  ['a file', { kind: 'file', id, name: 'a', sha256: '0'.repeat(64), size: 1 }, 'answer'],
  ['a plan', { kind: 'plan', id, jws: 'x' }, 'refused'],
  ['a stop', { kind: 'stop', id, job: id }, 'answer'],
  ['a stop of no job', { kind: 'stop', id, job: 'X'.repeat(22) }, 'refused'],
  ['a phrase', { kind: 'phrase', id, job: id, phrase: 'a b c' }, 'answer'],
  ['a phrase of no job', { kind: 'phrase', id, job: 'X'.repeat(22), phrase: '' }, 'refused'],
  ['the end', { kind: 'close', id }, 'answer'],
])('[SHP-R44] %s is answered exactly once', async (_, body, kind) => {
  const { ask } = await bench();
  const answers = (await ask(body)).filter((said) => said.kind !== 'scan-progress');
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({ kind, id });
});

test('[SHP-R44] the vehicle’s answer, its refusal, its silence and the link’s failure stay apart', async () => {
  const { ask } = await bench('{"at":0,"do":"silence","unit":"body","for":600000}');
  const first = async (bytes: string, unit?: number) => {
    const [said] = await ask(request(bytes, unit));
    return said?.kind === 'answer' && said.result.kind === 'request' ? said.result.answers[0] : undefined;
  };
  expect(await first('22f190', ENGINE)).toMatchObject({
    outcome: 'positive',
    from: ENGINE,
    bytes: expect.stringMatching(/^62f190/),
  });
  expect(await first('22ffff', ENGINE)).toMatchObject({ outcome: 'negative', nrc: 0x31, bytes: '7f2231' });
  expect(await first('22f190', 0x1002)).toMatchObject({ outcome: 'silent' });
  expect(await first('22f190', 0x4711)).toMatchObject({
    outcome: 'link',
    sentence: expect.stringContaining('no address'),
  });
});

test('[SHP-R44] a unit that refuses everybody’s question is a refusal, not an answer', async () => {
  const { ask } = await bench('{"at":0,"do":"refuse","unit":"engine","service":"22","nrc":"22","count":9}');
  const [said] = await ask(request('22f190'));
  const answers = said?.kind === 'answer' && said.result.kind === 'request' ? said.result.answers : [];
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['negative', 'positive', 'positive']);
});

test('[SHP-R44] what the judge refuses carries the rule and leaves no byte', async () => {
  const { ask, story } = await bench();
  for (const bytes of ['2e060100', '3101ff0044000080000000100000', '2701', '1002', 'ba00']) {
    const [said] = await ask(request(bytes, ENGINE));
    expect(said).toMatchObject({
      kind: 'refused',
      refusal: { rule: expect.stringMatching(/^VRD-R/), sentence: expect.stringMatching(/\.$|:/) },
    });
    expect(shopBody.safeParse(said).success).toBe(true);
  }
  expect(story).toEqual([]);
});

test('[SHP-R44] the visit is left after the answer to its end', async () => {
  const { ask, left } = await bench();
  expect(await ask({ kind: 'close', id })).toHaveLength(1);
  expect(left()).toBe(1);
});

const FILE = new Uint8Array(3000).map((_, i) => i & 0xff);
const SHA = createHash('sha256').update(FILE).digest('hex');
const chunk = (from: number, to: number, bytes = FILE, sha256 = SHA) => ({
  kind: 'chunk' as const,
  sha256,
  offset: from,
  data: Buffer.from(bytes.subarray(from, to)).toString('base64url'),
});

test('[SHP-R45] pieces of an announced file are kept, of any other dropped', async () => {
  const { files, staging } = await bench();
  await files.chunk(chunk(0, 3000));
  expect(await files.announce(SHA, 'a.hex', 3000)).toEqual({ ok: true, value: { offset: 0, complete: false } });
  await files.chunk(chunk(0, 1000));
  await files.chunk({ ...chunk(1000, 2000), data: '*not base64*' });
  expect(await files.announce(SHA, 'a.hex', 3000)).toEqual({ ok: true, value: { offset: 1000, complete: false } });
  await files.chunk(chunk(1000, 3000));
  expect(await files.announce(SHA, 'a.hex', 3000)).toEqual({ ok: true, value: { offset: 3000, complete: true } });
  expect(hex((await staging.read(SHA)).ok ? FILE : new Uint8Array())).toBe(hex(FILE));
});

test('[SHP-R45] why a file was thrown away is told at the next announcement, once', async () => {
  const { files } = await bench();
  await files.announce(SHA, 'a.hex', 3000);
  await files.chunk(chunk(0, 3000, new Uint8Array(3000)));
  expect(await files.announce(SHA, 'a.hex', 3000)).toMatchObject({ ok: false, error: { rule: 'STAGING-DIGEST' } });
  expect(await files.announce(SHA, 'a.hex', 3000)).toEqual({ ok: true, value: { offset: 0, complete: false } });
});

test('[SHP-R45] pieces of a file whose announcement was refused are dropped', async () => {
  const { files, staging } = await bench();
  expect(await files.announce(SHA, 'huge', LARGEST_FILE + 1)).toMatchObject({ error: { rule: 'STAGING-SIZE' } });
  await files.chunk(chunk(0, 3000));
  expect(await staging.offer(SHA, 3000)).toEqual({ ok: true, value: 0 });
});
