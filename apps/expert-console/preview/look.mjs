/** Takes pictures of every page: `node preview/look.mjs FOLDER [SCENE …]`. Fails on any console error, a blocked script or style too. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { sampleFiles } from './sample-files.mjs';
import { picture, scenes } from './scenes.mjs';
import { serve } from './serve.mjs';

const LOOKS = [
  { scheme: 'light', width: 1280, height: 860 },
  { scheme: 'dark', width: 1280, height: 860 },
  { scheme: 'light', width: 800, height: 1000 },
  { scheme: 'light', width: 390, height: 844 },
];

const [folder = 'pictures', ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'baylink-preview-'));
const site = join(work, 'site');
await build({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir: site, chunkSizeWarningLimit: 2000 },
});
const files = Object.fromEntries(
  Object.entries(sampleFiles()).map(([name, { file, text }]) => {
    writeFileSync(join(work, file), text);
    return [name, join(work, file)];
  }),
);
const server = await serve(site);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const faults = [];
try {
  for (const [name, { at, act }] of Object.entries(scenes(files))) {
    if (only.length > 0 && !only.includes(name)) continue;
    for (const look of LOOKS) {
      const context = await browser.newContext({
        viewport: { width: look.width, height: look.height },
        colorScheme: look.scheme,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      page.on('console', (message) => message.type() === 'error' && faults.push(`${name}: ${message.text()}`));
      page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
      await page.goto(`${server.origin}/${at}`);
      await act?.(page).catch((error) => faults.push(`${name}: ${error.message}`));
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: picture(folder, name, look), fullPage: true });
      await context.close();
    }
  }
} finally {
  await browser.close();
  server.close();
  rmSync(work, { recursive: true, force: true });
}
for (const fault of new Set(faults)) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
