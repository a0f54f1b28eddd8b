import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { odxD } from '../../libs/protocols/src/odx/odx.rig.js';
import { mustBaylink } from './browser/command.js';
import type { Expert } from './browser/expert.js';
import { walkBy } from './browser/keyboard.js';
import { Meeting } from './browser/meeting.js';

const FILE = fileURLToPath(new URL('../../apps/virtual-vehicle/samples/engine-0200.hex', import.meta.url));
const ENGINE = '0x1001';
const BODY = '0x1002';
/** What this shop lays on the profile of its car: a supply that is a little narrower. */
const OVERLAY = {
  ...{ id: 'narrow-supply', version: 1, name: 'supply of this workshop', extends: 'sample-car' },
  source: 'declared for this test',
  limits: { voltage: { low: 13_700 } },
};

/** What the console says and takes, without anything being written: one visit, its parts in any order. */
let folder: string;
let meeting: Meeting;
let expert: Expert;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baylink-console-'));
  const [overlay, policy, key] = [join(folder, 'overlay.json'), join(folder, 'policy.json'), join(folder, 'key')];
  writeFileSync(overlay, JSON.stringify(OVERLAY));
  const trusted = JSON.parse(await mustBaylink('profile', 'key', key));
  writeFileSync(policy, JSON.stringify({ ...trusted, voltage: { high: 14_000 } }));
  await mustBaylink('profile', 'sign', overlay, '--key', key);
  meeting = await Meeting.begin({ waysIn: ['doip'], shopOptions: ['--overlay', overlay, '--policy', policy] });
  ({ expert } = meeting);
  await meeting.acquaint();
});

afterAll(async () => {
  await meeting?.end();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const seen = (testId: string) => expert.window.page.getByTestId(testId);

test('a description that the expert loads gives an answer its name and its value, and a code its text', async () => {
  writeFileSync(meeting.house.at('unit.odx-d'), odxD());
  await expert.choose(ENGINE);
  const told = await expert.askWithDescription(meeting.house.at('unit.odx-d'), '22 F1 90');
  expect(told).toContain('Vehicle identification number');
  expect(told).toContain('XBLTWN0A5SC000042');
  await expert.choose(BODY);
  expect(await expert.nameOfDid('0604')).toContain('Odd');
  await expert.go('diagnostics');
  await seen('dtcs').getByText('Catalyst efficiency below threshold').waitFor();
  await expert.window.picture('described');
});

test('the limits are those in force at the shop, and every area says who has changed them', async () => {
  await expert.choose(ENGINE);
  for (const area of ['coding', 'programming'] as const) {
    await expert.go(area);
    const rules = expert.in(area).getByTestId('rules');
    expect(await rules.innerText()).toMatch(
      /judges by profile sample-car version \d+ .*, overlay narrow-supply version 1 \(SHA-256/,
    );
    await rules.locator('summary').click();
    expect(await rules.getByTestId('changed-limits').innerText()).toMatch(
      /voltage\.low: 13600 → 13700, by overlay narrow-supply[\s\S]*voltage\.high: 14200 → 14000, by the shop’s policy/,
    );
  }
  expect(await expert.window.page.getByText('band 13.7–14.0 V').count()).toBeGreaterThan(0);
});

test('a signature, blocks and a narrower supply are taken as they are typed, and refused with what is wrong', async () => {
  await expert.choose(ENGINE);
  await expert.go('programming');
  await seen('firmware-file').setInputFiles(FILE);
  const [wrong, right] = [meeting.house.at('wrong.jws'), meeting.house.at('right.jws')];
  writeFileSync(wrong, 'no signature');
  writeFileSync(right, 'three.parts.here');
  await seen('firmware-signature').setInputFiles(wrong);
  await seen('firmware-publisher').getByText('wrong.jws is no publisher’s signature').waitFor();
  await seen('programming-offer').getByText('wrong.jws is no publisher’s signature').waitFor();
  await seen('firmware-signature').setInputFiles(right);
  await seen('firmware-publisher').getByText('the shop checks it').waitFor();

  await seen('block-flash').check();
  await seen('band-low').fill('a lot');
  await seen('programming-offer').getByText('A limit of the supply is volts').waitFor();
  expect(await seen('band-low').getAttribute('placeholder')).toBe('13.7');
  await seen('band-low').fill('14,1');
  await seen('band-high').fill('13.9');
  await seen('programming-offer').getByText('at least 14,1 V and at most 13.9 V').waitFor();
  await seen('band-low').fill('13.75');
  await seen('programming-offer-review').click();
  await seen('offer-vin').fill('not it');
  expect(await seen('programming-offer-sign').isEnabled()).toBe(false);
  await seen('offer-vin').fill('000042');
  expect(await seen('programming-offer-sign').isEnabled()).toBe(true);
});

test('the arrows walk the areas, and Tab reaches every action of each, outlined and not covered', async () => {
  const { page } = expert.window;
  await expert.choose(ENGINE);
  await expert.go('diagnostics');
  for (const area of ['coding', 'programming', 'supervision', 'diagnostics'] as const) {
    await page.locator('[role=tab][aria-selected=true]').focus();
    await page.keyboard.press('ArrowRight');
    await page.locator(`[data-area=${area}][aria-selected=true]`).waitFor();
    for (const key of ['Tab', 'Shift+Tab'] as const) {
      const { stops, missed } = await walkBy(page, key);
      const unseen = stops.filter(({ seen }) => !seen);
      expect({ area, key, missed, unseen }).toEqual({ area, key, missed: [], unseen: [] });
      expect(stops.length).toBeGreaterThan(3);
    }
  }
});

test('neither page has thrown, nor broken the policy of its server', () => {
  expect(meeting.faults).toEqual([]);
});
