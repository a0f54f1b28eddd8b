import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const BAYLINK = join(import.meta.dirname, '../../apps/cli/bin/baylink.js');
const folder = mkdtempSync(join(tmpdir(), 'baylink-sim-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly told: string;
}

const sim = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [BAYLINK, 'sim', ...args], options, (failure, out, told) =>
      resolve({ code: failure === null ? 0 : Number(failure.code), out, told }),
    );
  });

const summaryOf = ({ out }: Ended) => JSON.parse(out.trim().split('\n').at(-1) ?? '');

test('one seed is one trace, whatever process, time zone, thread pool or number of jobs', async () => {
  const flags = ['--seed', '7', '--runs', '6', '--json'];
  const [here, there] = [
    await sim(flags),
    await sim([...flags, '--jobs', '3'], { TZ: 'Pacific/Chatham', UV_THREADPOOL_SIZE: '1', LANG: 'tr_TR.UTF-8' }),
  ];
  expect([here.code, there.code]).toEqual([0, 0]);
  expect(summaryOf(here)).toMatchObject({ event: 'summary', runs: 6, broken: 0 });
  expect(summaryOf(there).trace).toBe(summaryOf(here).trace);
  expect(summaryOf(await sim(['--seed', '8', '--runs', '6', '--json'])).trace).not.toBe(summaryOf(here).trace);
});

test('every fault is aimed at every step where it can be, and counted', async () => {
  const { code, out } = await sim(['--each-cell', '2', '--faults', 'F40,F34', '--order', 'flash', '--jobs', '2']);
  expect(code).toBe(0);
  expect(out).toContain('every fault was felt 2 times at every step where it can be');
  expect(out).toMatch(/^F40 .* [2-9] +- +-/m);
});

test('a kept run comes again with its trace; one that does not is told', async () => {
  const kept = join(folder, 'kept.json');
  const plan = { seed: 1, order: 'coding', wire: 'messages', strikes: [], deaths: [] };
  const wrong = { format: 'baylink-run', v: 1, plan, trace: '0'.repeat(64), ended: 'DONE', broken: [] };
  writeFileSync(kept, JSON.stringify(wrong));
  const first = await sim(['--replay', kept, '--json']);
  expect(first.code).toBe(1);
  expect(first.told).toContain('differs from the kept one');
  writeFileSync(kept, JSON.stringify({ ...wrong, trace: summaryOf(first).trace }));
  const again = await sim(['--replay', kept]);
  expect(again.code).toBe(0);
  expect(again.out).toContain('state DONE');
});

test.each([
  [['--faults', 'F1,F41'], '"F41" is none of'],
  [['--faults', 'F1,F41'], 'F24 the unit resets'],
  [['--order', 'radio'], '"radio" is none of'],
  [['--seed', '-1'], 'whole number from 0'],
  [['--runs', '0'], 'whole number from 1'],
  [['--each-cell', '0'], 'whole number from 1'],
  [['--each-cell', '3', '--enumerate'], 'name one of them'],
  [['--jobs', 'many'], 'whole number from 1'],
  [['--stride', '1.5', '--enumerate'], 'whole number from 1'],
  [['--replay', 'missing.json'], 'missing.json cannot be read'],
])('%j is refused with a sentence, and nothing runs', async (flags, words) => {
  const { code, out, told } = await sim(flags);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(told).toContain(words);
});

test('nothing that broke, no file', () => {
  expect(readdirSync(folder)).toEqual(['kept.json']);
  expect(JSON.parse(readFileSync(join(folder, 'kept.json'), 'utf8')).format).toBe('baylink-run');
});
