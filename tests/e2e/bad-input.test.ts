import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildStage, chapters, playChapter, type Stage } from '../../tools/demo/src/index.js';
import { intelHex, noise, sRecords } from './foreign-firmware.js';

const quiet = new Writable({ write: (_chunk, _encoding, done) => done() });
const SETUP = ['pair', 'open-case', 'scan', 'code-body'];

let stage: Stage;
const at = (name: string): string => stage.house.at(name);

beforeAll(async () => {
  stage = await buildStage({ out: quiet });
  for (const chapter of chapters.filter(({ id }) => SETUP.includes(id))) {
    const { result } = await playChapter(stage, chapter);
    if (result.kind === 'failed') throw new Error(`${chapter.id}: ${result.why}`);
  }
}, 180_000);

afterAll(async () => {
  await stage?.house.end();
}, 30_000);

/** It ends with one sentence for people, said once, and nothing before it is the trace of a program that fell over. */
function expectSentence(sentences: readonly string[], words: string): void {
  const last = sentences.at(-1) ?? '';
  expect(last, sentences.join('\n')).toMatch(/^[^a-z].*[.)]$/);
  expect(last).toContain(words);
  expect(sentences.filter((line) => line === last)).toHaveLength(1);
  expect(sentences.filter((line) => /^\s+at |Error:/.test(line))).toEqual([]);
}

const run = (args: readonly string[]) => stage.house.programs.run('bad-input', args);

/** Exit 2: the expert's own command cannot read it. Exit 10: it can, and the shop says that it is not for this unit. */
describe('a firmware file that cannot be used is refused, and the unit keeps its software', () => {
  const good = intelHex([{ address: 0x8000, bytes: noise(64, 1) }]).toString('latin1');
  const overlapping = [
    { address: 0x8000, bytes: noise(64, 1) },
    { address: 0x8020, bytes: noise(64, 2) },
  ];
  test.each([
    ['not-firmware.hex', 'this is a shopping list\n', 2, 'not-firmware.hex'],
    ['no-digits.hex', good.replace(/^:1D/, ':XY'), 2, 'Line 1'],
    ['cut-off.hex', good.slice(0, Math.floor(good.length / 2)), 2, 'cut-off.hex'],
    ['overlapping.hex', intelHex(overlapping), 2, 'overlapping.hex'],
    ['overlapping.s19', sRecords(overlapping), 2, 'overlapping.s19'],
    ['below.hex', intelHex([{ address: 0x7fff, bytes: noise(16, 3) }]), 10, '0x00007FFF'],
    ['above.s19', sRecords([{ address: 0xf_fff8, bytes: noise(16, 4) }]), 10, '0x00100007'],
    ['empty.s19', sRecords([]), 2, 'empty.s19'],
  ])('%s', async (name, content, exit, words) => {
    writeFileSync(at(name), content);
    const { code, child } = await stage.ada.run(['flash', '--unit', 'engine', '--file', at(name)]);
    expect(code).toBe(exit);
    expectSentence(child.sentences, words);
    expect((await stage.dump()).equals(stage.memory)).toBe(true);
  });
});

describe('what the expert types is judged before anything is asked of the vehicle', () => {
  test.each([
    ['an unknown unit', ['flash', '--unit', 'door', '--file', 'FILE'], 2, 'no unit "door"'],
    ['a file that is not there', ['flash', '--unit', 'engine', '--file', '/nowhere.hex'], 2, '/nowhere.hex'],
    ['a unit that cannot be flashed', ['flash', '--unit', 'body', '--file', 'FILE'], 10, '0x1002'],
    ['a value of a wrong length', ['code', '--unit', 'body', '--did', '0601', '--value', '0102'], 10, '0x0601'],
    ['a wrong pairing code', ['pair', 'AAAA-AAAA'], 1, 'AAAA'],
    ['an unknown case', ['scan', '--case', 'AAAAAAAAAAAAAAAAAAAAAA'], 2, 'no case'],
    ['an unknown visit', ['scan', '--visit', 'AAAAAAAAAAAAAAAAAAAAAA'], 2, 'no visit'],
  ])('%s', async (_, args, code, words) => {
    const ended = await stage.ada.run(args.map((text) => (text === 'FILE' ? stage.sample : text)));
    expect(ended.code).toBe(code);
    expectSentence(ended.child.sentences, words);
  });

  test('a broker that is not there', async () => {
    const child = stage.ada.start(['cases'], 'http://127.0.0.1:9');
    expect((await child.ended).code).toBe(1);
    expectSentence(child.sentences, '127.0.0.1:9');
  });
});

describe('a port that somebody else has', () => {
  let taken: Server;
  let port: number;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => new Promise((resolve) => taken.close(resolve)));

  test.each([
    ['the broker', () => ['broker', '--data', at('broker-2'), '--port', String(port)]],
    ['the vehicle', () => ['vehicle', '--doip', `127.0.0.1:${port}`]],
    ['the bay screen', () => [...shopAt('shop-2', stage.house.placeOf('doip')), '--bay-port', String(port)]],
  ])('%s', async (_, args) => {
    const { code, child } = await run(args());
    expect(code).toBe(2);
    expectSentence(child.sentences, String(port));
  });
});

const shopAt = (folder: string, link: string): string[] => [
  ...['shop', '--data', at(folder), '--broker', stage.house.brokerUrl, '--link', link],
  ...['--profile', 'sample-car', '--voltage', stage.house.lead.fifo],
];

describe('an adapter that cannot be had', () => {
  test.each([
    ['a path that does not exist', () => `slcan:${at('no-adapter')}`, 'no-adapter'],
    ['an address where nobody listens', () => 'doip:127.0.0.1:9', '127.0.0.1:9'],
    ['an adapter that another shop client has', () => stage.house.placeOf('slcan'), 'one owner'],
    ['a link that nobody knows', () => 'carrier-pigeon:1', 'carrier-pigeon'],
  ])('%s', async (_, link, words) => {
    const { code, child } = await run(shopAt('shop-3', link()));
    expect(code).not.toBe(0);
    expectSentence(child.sentences, words);
  });
});

test('an adapter that is pulled out is said on the bay screen, and taken up again when it is back', async () => {
  await stage.house.stopVehicle();
  const lost = await stage.technician.until(
    ({ link }) => (link.state === 'lost' ? link : undefined),
    'the loss',
    20_000,
  );
  expectSentence([lost.sentence], 'car');
  const asked = await stage.ada.run(['read', '--unit', '0x1001', '--did', 'F190']);
  expect(asked.code).toBe(1);
  await stage.house.startVehicle();
  await stage.technician.until(({ link }) => (link.state === 'open' ? link : undefined), 'the way back', 30_000);
  await stage.ada.must(['read', '--unit', '0x1001', '--did', 'F190']);
  expect((await stage.dump()).equals(stage.memory)).toBe(true);
});

test('a corrupt journal is named with its line, begins no job, and stays as it is', async () => {
  await stage.house.stopShop();
  const [name] = readdirSync(stage.house.journals).filter((file) => file.endsWith('.journal'));
  const journal = join(stage.house.journals, name ?? '');
  const good = readFileSync(journal);
  const bad = Buffer.from(good);
  bad[100] = (bad[100] ?? 0) ^ 0x01;
  writeFileSync(journal, bad);
  await stage.house.startShop('slcan');
  const { code, child } = await stage.ada.run(['flash', '--unit', 'engine', '--file', stage.file]);
  expect(code).toBe(10);
  expectSentence(child.sentences, `${journal} is damaged at line 1`);
  expect(readFileSync(journal).equals(bad)).toBe(true);
  expect((await stage.dump()).equals(stage.memory)).toBe(true);
  await stage.house.stopShop();
  writeFileSync(journal, good);
  await stage.house.startShop('slcan');
  const state = await stage.technician.look();
  expect([state.pairing.state, state.case?.id !== undefined]).toEqual(['paired', true]);
});
