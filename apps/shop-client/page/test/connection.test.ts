import { createServer } from 'node:http';
import { hex } from '@baylink/kernel';
import { expect, onTestFinished, test } from 'vitest';
import { pageBench, REBOUND } from './bench.js';
import { pairedShop, runIn, withRun } from './sample-state.js';
import { ScriptedBay } from './scripted-bay.js';

const { serve, open, openTab } = pageBench();
const chanceOf = (byte: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(byte) });

test('[BAY-R20] the token leaves the address bar, and a reload keeps it', async () => {
  const { page, server } = await open(new ScriptedBay(pairedShop));
  const token = server.url.split('#')[1] ?? '';
  expect(token).toHaveLength(48);
  expect(page.url()).not.toContain(token);
  await page.reload();
  await page.getByTestId('voltage').waitFor();
});

test('[BAY-R20] a page that was opened without the link asks for it', async () => {
  const server = await serve(new ScriptedBay(pairedShop));
  const page = await openTab();
  await page.goto(new URL('/', server.url).href);
  await page.locator('[data-testid=no-connection][data-at=no-link]').waitFor();
});

test('[BAY-R21] every change is shown', async () => {
  const bay = new ScriptedBay(pairedShop);
  const { page } = await open(bay);
  bay.show({ voltage: { ...pairedShop.voltage, millivolts: 12_310 } });
  await page.getByTestId('voltage').getByText('12.31 V').waitFor();
  await page.getByText('too low, wanted 13.6–14.2 V').waitFor();
  bay.show(withRun(runIn('TRANSFER', { progress: { activity: 'writing', done: 131_072, total: 262_144 } })));
  await page.locator('[data-testid=run-state][data-state=TRANSFER]').waitFor();
  await page.getByText('50 %, 128 of 256 KiB').waitFor();
  bay.show({ runs: [runIn('DONE', { softwareAfter: 'ENG-0310' })] });
  await page.locator('[data-testid=run-state][data-state=DONE]').waitFor();
  await page.getByText('ENG-0310').first().waitFor();
});

test('[BAY-R23] a shop client that goes away is missed, and found again', async () => {
  const bay = new ScriptedBay(withRun(runIn('TRANSFER')));
  const { page, server } = await open(bay, { chance: chanceOf(1) });
  const { port } = new URL(server.url);
  await server.close();
  const gone = page.locator('[data-testid=no-connection][data-at=gone]');
  await gone.waitFor();
  expect(await page.getByTestId('voltage').textContent()).toBe('––.–– V');
  expect(await page.getByTestId('stop-run').evaluate((element) => element.closest('[inert]') !== null)).toBe(true);

  await serve(bay, { port: Number(port), chance: chanceOf(1) });
  await page.getByTestId('voltage').getByText('13.82 V').waitFor();
  await gone.waitFor({ state: 'detached' });
});

test('[BAY-R10][BAY-R24] a wrong token is refused in words; the new link in the same tab helps', async () => {
  const bay = new ScriptedBay(pairedShop);
  const server = await serve(bay);
  const page = await openTab();
  await page.goto(new URL(`/#${hex(new Uint8Array(24))}`, server.url).href);
  await page.locator('[data-testid=no-connection][data-at=refused]').waitFor();
  await page.getByText('open the link that the shop client printed').waitFor();
  expect(await page.getByTestId('voltage').count()).toBe(0);

  await page.goto(server.url);
  await page.getByTestId('voltage').waitFor();
});

test('[BAY-R11] a name that was bent to the loopback interface gets nothing', async () => {
  const server = await serve(new ScriptedBay(pairedShop));
  const page = await openTab();
  const { port, hash } = new URL(server.url);
  const answer = await page.goto(`http://${REBOUND}:${port}/${hash}`);
  expect(answer?.status()).toBe(403);
  expect(await page.textContent('body')).toContain('only under its own loopback address');
});

test('[BAY-R12] a page of another origin can neither ask nor do anything', async () => {
  const bay = new ScriptedBay(pairedShop);
  const { origin, hash } = new URL((await serve(bay)).url);
  const page = await openTab();
  await page.goto(await foreignSite());
  const reached = await page.evaluate(
    async ({ to, token }) => {
      const headers = { 'x-baylink-bay': token, 'content-type': 'application/json' };
      const tries: readonly RequestInit[] = [
        { method: 'POST', headers, body: '{}' },
        { method: 'POST', mode: 'no-cors' },
      ];
      const asked = tries.map((init) => fetch(`${to}/api/pairing/start`, init).then(({ ok }) => ok));
      return Promise.all(asked.map((answer) => answer.catch(() => false)));
    },
    { to: origin, token: hash.slice(1) },
  );
  expect(reached).toEqual([false, false]);
  expect(bay.heard).toEqual([]);
});

/** A site of somebody else on this very machine, without any policy of its own. */
async function foreignSite(): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>Hello</p>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the foreign site has no port');
  return `http://127.0.0.1:${address.port}/`;
}
