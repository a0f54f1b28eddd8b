import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chance } from '@baylink/kernel';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, onTestFinished, vi } from 'vitest';
import { type BayServer, bayToken, startBayServer } from '../../src/bay/bay-server.js';
import { screenCalls } from '../../src/bay/screen-calls.js';
import type { ScriptedBay } from './scripted-bay.js';

/** A name that a hostile resolver points at the loopback interface. */
export const REBOUND = 'rebound.example';
const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export interface ServeOptions {
  readonly port?: number;
  readonly chance?: Chance;
}

/** The page as it is shipped, in a real browser, against the real server: both made once for a file of tests. */
export function pageBench() {
  vi.setConfig({ testTimeout: 40_000 });
  const folder = mkdtempSync(join(tmpdir(), 'baylink-bay-page-'));
  let browser: Browser | undefined;
  let context: BrowserContext;

  beforeAll(async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const root = join(import.meta.dirname, '..');
    const [started] = await Promise.all([
      chromium.launch({
        executablePath: PROGRAMS.find((path) => existsSync(path)) ?? 'chromium',
        args: ['--no-sandbox', `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`],
      }),
      build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder } }),
    ]);
    browser = started;
    context = await started.newContext({ viewport: { width: 1024, height: 768 } });
    vi.unstubAllEnvs();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const serve = async (actions: ScriptedBay, { port = 0, chance = systemChance() }: ServeOptions = {}) => {
    const started = await startBayServer({
      host: '127.0.0.1',
      port,
      page: folder,
      token: bayToken(chance),
      calls: screenCalls(actions, systemClock(), chance),
    });
    if (!started.ok) throw new Error(started.error);
    onTestFinished(() => started.value.close());
    return started.value;
  };

  const openTab = async (): Promise<Page> => {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    onTestFinished(() => page.close());
    return page;
  };

  /** The page by its link, in a tab of its own, once it shows something. */
  const open = async (actions: ScriptedBay, options: ServeOptions = {}): Promise<{ page: Page; server: BayServer }> => {
    const server = await serve(actions, options);
    const page = await openTab();
    failOnFaults(page);
    await page.goto(server.url);
    await page.getByTestId('voltage').waitFor();
    return { page, server };
  };

  return { serve, openTab, open };
}

/** Whatever the page throws, or breaks of the server's policy, fails the test. A refused call is no fault. */
function failOnFaults(page: Page): void {
  const faults: string[] = [];
  page.on('pageerror', (fault) => faults.push(fault.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  onTestFinished(() => expect(faults).toEqual([]));
}
