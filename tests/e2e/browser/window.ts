import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Nothing but the two pages may talk to anybody. */
const QUIET = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
/** A folder for pictures of the main moments; none are taken when it is not set. */
const PICTURES = process.env.BAYLINK_PICTURES;
const PATIENCE_MS = 30_000;
/** How Chromium tells a call that was answered with 4xx, as for a button that was let go too early: no fault of the page. */
const REFUSED_CALL = 'Failed to load resource';

export function openBrowser(): Promise<Browser> {
  const executablePath = PROGRAMS.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error(
      `No Chromium was found at ${PROGRAMS.join(', ')}: install one, on Debian with apt-get install chromium.`,
    );
  return chromium.launch({ executablePath, args: QUIET });
}

/** One person's window: their own cookies and keys, and a list of everything that went wrong in it. */
export class Window {
  readonly faults: string[] = [];

  private constructor(
    readonly name: string,
    readonly page: Page,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (fault) => this.faults.push(fault.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith(REFUSED_CALL)) this.faults.push(message.text());
    });
  }

  static async open(browser: Browser, name: string, url: string): Promise<Window> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const window = new Window(name, await context.newPage());
    await window.page.goto(url);
    return window;
  }

  /** The whole page as it stands now. */
  async picture(moment: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: join(PICTURES, `${moment}-${this.name}.png`), fullPage: true });
  }
}
