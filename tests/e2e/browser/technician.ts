import type { Locator } from 'playwright-core';
import type { Window } from './window.js';

export interface Intake {
  readonly make: string;
  readonly model: string;
  readonly year: string;
  readonly complaint: string;
}

/** How the button is pressed and let go. */
interface Hand {
  down(): Promise<void>;
  up(): Promise<void>;
}

const PRESSES = 4;

/** What a technician does at the bay screen, by the things that they see there. */
export class Technician {
  constructor(readonly window: Window) {}

  private at = (testId: string): Locator => this.window.page.getByTestId(testId);

  /** The code to be read out, and the key of this shop beside it. */
  async startPairing(): Promise<{ readonly code: string; readonly own: string }> {
    await this.at('start-pairing').click();
    const code = (await this.at('user-code').innerText()).trim();
    return { code, own: await this.groups('own-thumbprint') };
  }

  /** Compares with what the organisation reads out; anything else is not confirmed. */
  async confirmPairing(readOut: string): Promise<void> {
    await this.at('confirm-pairing').waitFor();
    const shown = await this.groups('fingerprint');
    if (shown !== readOut)
      throw new Error(`the bay screen shows the fingerprint ${shown}, the organisation ${readOut}`);
    await this.window.picture('pairing');
    await this.at('confirm-pairing').click();
    await this.at('paired').waitFor();
  }

  async openCase({ make, model, year, complaint }: Intake): Promise<void> {
    await this.at('case-make').fill(make);
    await this.at('case-model').fill(model);
    await this.at('case-year').fill(year);
    await this.at('case-complaint').fill(complaint);
    await this.window.picture('intake');
    await this.at('open-case').click();
    await this.at('case').waitFor();
  }

  async signAgreements(name: string): Promise<void> {
    await this.at('agreement-name').fill(name);
    await this.at('sign-agreement').click();
    await this.at('signed-agreements').waitFor();
  }

  /** Waits until the newest run stands here. */
  runIs = (state: string): Promise<void> =>
    this.window.page.locator(`[data-testid=run-state][data-state=${state}]`).waitFor({ timeout: 300_000 });

  phrase = async (): Promise<string> => (await this.at('phrase').innerText()).trim();

  /** One short press; what the screen says to it. */
  async pressBriefly(): Promise<string> {
    await this.mouse.down();
    for (let beats = 0; beats < 4; beats += 1)
      await this.window.page.waitForRequest((request) => request.url().endsWith('/api/hold/beat'));
    await this.mouse.up();
    await this.standing('not-agreed');
    return (await this.at('hold-outcome').innerText()).trim();
  }

  /** Three seconds by the shop client's own clock. A machine so busy that a beat is late ends a press: then once more. */
  async agree(by: 'mouse' | 'keyboard'): Promise<void> {
    const hand = this[by];
    for (let presses = 1; presses <= PRESSES; presses += 1) {
      await hand.down();
      if ((await this.standing('enough', 'not-agreed')) === 'enough') break;
      await hand.up();
    }
    await this.window.picture(`agreeing-by-${by}`);
    await hand.up();
  }

  async stop(): Promise<string> {
    await this.at('stop-run').click();
    return (await this.at('run-sentence').innerText()).trim();
  }

  /** Stop after the first erase; what the shop client answers. */
  async stopTooLate(): Promise<string> {
    await this.at('stop-run').click();
    return (await this.at('stop-answer').innerText()).trim();
  }

  async confirmResult(): Promise<void> {
    await this.at('confirm-result').click();
  }

  /** Hash of the newest entry. */
  ledgerHead = (): Promise<string | null> => this.at('ledger').locator('code').first().getAttribute('title');

  private readonly mouse: Hand = {
    down: async () => {
      await this.at('hold-to-agree').hover();
      await this.window.page.mouse.down();
      await this.standing('held');
    },
    up: () => this.window.page.mouse.up(),
  };

  private readonly keyboard: Hand = {
    down: async () => {
      await this.at('hold-to-agree').focus();
      await this.window.page.keyboard.down('Space');
      await this.standing('held');
    },
    up: () => this.window.page.keyboard.up('Space'),
  };

  /** The first of these at which the button stands. */
  private async standing(...wanted: readonly string[]): Promise<string | null> {
    const found = this.window.page.locator(
      wanted.map((at) => `[data-standing=${at}][data-testid=hold-to-agree]`).join(),
    );
    await found.waitFor();
    return found.getAttribute('data-standing');
  }

  private groups = async (testId: string): Promise<string> =>
    (await this.at(testId).locator('bdi').allTextContents()).join('');
}
