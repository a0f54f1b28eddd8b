import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pageBench } from './bench.js';
import { runIn, withRun } from './sample-state.js';
import { ScriptedBay } from './scripted-bay.js';

const { open } = pageBench();
const asked = () => new ScriptedBay(withRun(runIn('PREFLIGHT_OK')));
const { report } = runIn('PREFLIGHT_OK');

const button = (page: Page) => page.getByTestId('hold-to-agree');
const standing = (page: Page, at: string) => page.locator(`[data-testid=hold-to-agree][data-standing=${at}]`).waitFor();
const outcome = (page: Page) => page.getByTestId('hold-outcome').textContent();

async function press(page: Page): Promise<void> {
  await button(page).hover();
  await page.mouse.down();
  await standing(page, 'held');
}

/** Presses by `down` until the shop client has counted enough: on a machine so busy that a beat is late, `up` and once more. */
async function holdEnough(page: Page, down: () => Promise<void>, up: () => Promise<void>): Promise<void> {
  for (let presses = 1; ; presses += 1) {
    await down();
    const over = page.locator('[data-standing=enough], [data-standing=not-agreed]');
    await over.waitFor();
    if ((await over.getAttribute('data-standing')) === 'enough') return;
    expect(presses).toBeLessThan(4);
    await up();
  }
}

/** Settles once the page has sent `count` more requests to `path`. */
async function sent(page: Page, path: string, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await page.waitForRequest((request) => request.url().endsWith(path));
}

test('[BAY-R1] the button held for three seconds agrees to the plan that is shown, when it is let go', async () => {
  const bay = asked();
  const { page } = await open(bay);
  await holdEnough(
    page,
    () => press(page),
    () => page.mouse.up(),
  );
  expect(bay.given('acknowledge')).toEqual([]);
  await page.mouse.up();
  await standing(page, 'agreed');
  expect(bay.given('acknowledge')).toEqual([
    { job: report.job, planDigest: report.planDigest, held: expect.toSatisfy((held: number) => held >= 3000) },
  ]);
});

test('[BAY-R2] a second is not enough, and the screen says how long it was', async () => {
  const bay = asked();
  const { page } = await open(bay);
  await press(page);
  await sent(page, '/api/hold/beat', 4);
  await page.mouse.up();
  await standing(page, 'not-agreed');
  expect(await outcome(page)).toMatch(/(held|silent) for \d+ ms .* nothing was agreed/);
  expect(bay.given('acknowledge')).toEqual([]);
});

/** The page hears that the press was long enough at its first beat; the shop client hears no beat at all. */
const beatsAreLost = (page: Page) =>
  page.route('**/api/hold/beat', (route) => route.fulfill({ json: { heldMs: 3000 } }));

test('[BAY-R3] beats that are lost on the way end the press, though the page believes in them', async () => {
  const bay = asked();
  const { page } = await open(bay);
  await beatsAreLost(page);
  await press(page);
  await standing(page, 'enough');
  await sent(page, '/api/hold/beat', 3);
  await page.mouse.up();
  await standing(page, 'not-agreed');
  expect(await outcome(page)).toMatch(/silent for \d+ ms while the button was held and 600 ms are allowed/);
  expect(bay.given('acknowledge')).toEqual([]);
});

test('[BAY-R3] a beat that cannot be sent ends the press at once', async () => {
  const bay = asked();
  const { page } = await open(bay);
  await page.route('**/api/hold/beat', (route) => route.abort());
  await press(page);
  await standing(page, 'not-agreed');
  await page.mouse.up();
  expect(bay.given('acknowledge')).toEqual([]);
});

test('[BAY-R32] the pointer that leaves the button has agreed to nothing, although it was held long enough', async () => {
  const bay = asked();
  const { page } = await open(bay);
  await beatsAreLost(page);
  await press(page);
  await standing(page, 'enough');
  await page.mouse.move(5, 5);
  await standing(page, 'not-agreed');
  await page.mouse.up();
  expect(await outcome(page)).toContain('left the button');
  expect(bay.given('acknowledge')).toEqual([]);
});

test('[BAY-R32] losing the focus ends the press', async () => {
  const bay = asked();
  const { page } = await open(bay);
  await button(page).focus();
  await page.keyboard.down(' ');
  await standing(page, 'held');
  await page.getByTestId('stop-run').focus();
  await standing(page, 'not-agreed');
  await page.keyboard.up(' ');
  expect(await outcome(page)).toContain('interrupted');
  expect(bay.given('acknowledge')).toEqual([]);
});

test('[BAY-R31] the button takes no focus by itself, is in no form, and a repeating key is no press', async () => {
  const bay = new ScriptedBay(withRun(runIn('BACKED_UP')));
  const { page } = await open(bay);
  bay.show({ runs: [runIn('PREFLIGHT_OK')] });
  await button(page).waitFor();
  expect(await button(page).evaluate((element) => document.activeElement === element)).toBe(false);
  expect(await button(page).evaluate((element) => element.closest('form'))).toBeNull();
  expect(await button(page).getAttribute('type')).toBe('button');

  await page.getByTestId('stop-run').focus();
  await page.keyboard.down('Enter');
  await button(page).focus();
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await standing(page, 'up');
});

test('[BAY-R33][BAY-R15] the space bar makes the same press; a refusal is shown in the words of the shop client', async () => {
  const bay = asked();
  bay.refusals.set('acknowledge', 'There is no live voltage reading, so nothing can be agreed.');
  const { page } = await open(bay);
  await button(page).focus();
  await holdEnough(
    page,
    async () => {
      await page.keyboard.down(' ');
      await standing(page, 'held');
    },
    () => page.keyboard.up(' '),
  );
  await page.keyboard.up(' ');
  await standing(page, 'not-agreed');
  expect(bay.given('acknowledge')).toHaveLength(1);
  expect(await outcome(page)).toBe('There is no live voltage reading, so nothing can be agreed.');
});
