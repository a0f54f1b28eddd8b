import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { expect, onTestFinished, test } from 'vitest';
import { pairedShop } from '../../../page/test/sample-state.js';
import { ScriptedBay } from '../../../page/test/scripted-bay.js';
import { bayToken } from '../bay-server.js';
import { BAY_TOKEN_HEADER, type BayState } from '../bay-state.js';
import { screenCalls } from '../screen-calls.js';
import { ScreenProcess } from './screen-process.js';

const clock = systemClock();

/** Processes of screens that this one has started. */
const screens = (): readonly number[] =>
  execFileSync('ps', ['-Ao', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('bay/process/main.js'))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, parent]) => (parent === process.pid ? [pid] : []));

async function bench() {
  const page = mkdtempSync(join(tmpdir(), 'baylink-screen-'));
  writeFileSync(join(page, 'index.html'), '<title>Bay screen</title>');
  const bay = new ScriptedBay(pairedShop);
  const deaths: string[] = [];
  const started = await ScreenProcess.start({
    host: '127.0.0.1',
    port: 0,
    page,
    token: bayToken(systemChance()),
    calls: screenCalls(bay, clock, systemChance()),
    clock,
    hearDeath: (sentence) => deaths.push(sentence),
  });
  if (!started.ok) throw new Error(started.error);
  onTestFinished(async () => {
    await started.value.close();
    rmSync(page, { recursive: true, force: true });
  });
  const { origin, hash } = new URL(started.value.url);
  const ask = (path: string, body?: unknown): Promise<Response> =>
    fetch(new URL(path, origin), {
      headers: { [BAY_TOKEN_HEADER]: hash.slice(1), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
  const [pid = 0] = screens();
  return { bay, ask, deaths, pid, screen: started.value };
}

/** The states of one stream, one after the other. */
async function* statesOf(response: Response): AsyncGenerator<BayState> {
  let text = '';
  for await (const chunk of response.body ?? []) {
    const lines = (text + new TextDecoder().decode(chunk)).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

test('[BAY-R40] what the page asks reaches the shop client, and its answer the page', async () => {
  const { bay, ask } = await bench();
  bay.refusals.set('closeCase', 'A job is running.');
  expect(await (await ask('/api/pairing/start', {})).json()).toEqual(JSON.parse(JSON.stringify(pairedShop)));
  const refused = await ask('/api/cases/close', {});
  expect([refused.status, await refused.json()]).toEqual([409, { sentence: 'A job is running.' }]);
  expect(bay.heard.map(({ call }) => call)).toEqual(['startPairing', 'closeCase']);
});

test.skipIf(process.platform === 'win32')(
  '[BAY-R40] a screen that is stopped holds nothing up, and then shows how things stand',
  async () => {
    const { bay, ask, pid } = await bench();
    const states = statesOf(await ask('/api/stream'));
    await states.next();
    process.kill(pid, 'SIGSTOP');
    for (let i = 0; i <= 50; i++) bay.show({ alarms: [{ at: '2026-11-21T12:00:00.000Z', sentence: `alarm ${i}` }] });
    process.kill(pid, 'SIGCONT');
    for await (const { alarms } of states) if (alarms[0]?.sentence === 'alarm 50') break;
    expect((await ask('/api/state')).status).toBe(200);
  },
);

test('[BAY-R41] a screen process that dies is there again, where it was', async () => {
  const { ask, pid, deaths } = await bench();
  process.kill(pid, 'SIGKILL');
  await expect.poll(async () => (await ask('/api/state')).status, { timeout: 30_000 }).toBe(200);
  expect(deaths).toEqual([expect.stringContaining('started again')]);
  expect(screens()).not.toContain(pid);
});

test('[BAY-R42] the screen process ends with the shop client', async () => {
  const { screen, ask } = await bench();
  await screen.close();
  expect(screens()).toEqual([]);
  await expect(ask('/api/state')).rejects.toThrow();
});

test('[BAY-R40] a port that is taken is a sentence, and no process is left', async () => {
  const { screen } = await bench();
  const taken = await ScreenProcess.start({
    host: '127.0.0.1',
    port: Number(new URL(screen.url).port),
    page: tmpdir(),
    token: 'x',
    calls: screenCalls(new ScriptedBay(pairedShop), clock, systemChance()),
    clock,
    hearDeath: () => undefined,
  });
  expect(taken).toMatchObject({ ok: false, error: expect.stringContaining('--bay-port') });
  expect(screens()).toHaveLength(1);
});
