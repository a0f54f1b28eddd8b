import { expect, test } from 'vitest';
import { pageBench } from './bench.js';
import { newShop, pairedShop, runIn, scan, visited, withRun } from './sample-state.js';
import { ScriptedBay } from './scripted-bay.js';

const { open } = pageBench();

test('[BAY-R30] pairing: the code, then the fingerprint in groups, and nothing is pinned before the button', async () => {
  const bay = new ScriptedBay(newShop);
  const { page } = await open(bay);
  await page.getByTestId('start-pairing').click();
  await expect.poll(() => bay.given('startPairing')).toHaveLength(1);

  bay.show({ pairing: { state: 'waiting', userCode: 'BCDF-GHJK', expiresAt: '2026-11-21T10:00:00.000Z' } });
  await page.getByTestId('user-code').getByText('BCDF-GHJK').waitFor();
  expect(await page.getByTestId('own-thumbprint').locator('bdi').allTextContents()).toEqual(
    newShop.shop.thumbprint.match(/.{1,4}/g),
  );

  const fingerprint = 'hT5mWq9Zs2LxKc8VbN4jRf7YpDg3AeUo6Bi1XtGwQvE';
  bay.show({ pairing: { state: 'confirm', organisation: 'Nordic Remote Diagnostics', fingerprint } });
  await page.getByTestId('confirm-pairing').waitFor();
  expect(await page.getByTestId('fingerprint').locator('bdi').allTextContents()).toEqual(fingerprint.match(/.{1,4}/g));
  expect(bay.given('confirmPairing')).toEqual([]);
  await page.getByTestId('confirm-pairing').click();
  await expect.poll(() => bay.given('confirmPairing')).toEqual([fingerprint]);
});

test('[BAY-R30] fingerprints that differ pin nothing', async () => {
  const bay = new ScriptedBay({
    ...newShop,
    pairing: { state: 'confirm', organisation: 'Nobody', fingerprint: 'a'.repeat(43) },
  });
  const { page } = await open(bay);
  await page.getByText('They differ').click();
  await page.getByTestId('fingerprints-differ').waitFor();
  expect(await page.getByTestId('confirm-pairing').count()).toBe(0);
  expect(bay.heard).toEqual([]);
});

test('[BAY-R14] a form with faults is answered in sentences, and opens a case once it is right', async () => {
  const bay = new ScriptedBay(pairedShop);
  const { page } = await open(bay);
  await page.getByTestId('case-make').fill('');
  await page.getByTestId('case-year').fill('20x4');
  await page.getByTestId('case-vin').fill('WBYSAMPLE');
  await page.getByTestId('open-case').click();
  expect(await page.getByTestId('refused').textContent()).toBe(
    'The make is missing; it has to be 1 to 60 characters. Type the maker’s name. ' +
      'The year is “20x4”; it has to be a number from 1950 to 2100. Correct it or leave it empty. ' +
      'The VIN is “WBYSAMPLE”; it has to be 17 letters and digits without I, O and Q (ISO 3779). Correct it or leave it empty. ' +
      'The complaint is missing; it has to be 1 to 2000 characters. Say in a sentence what is wrong with the car.',
  );
  expect(bay.heard).toEqual([]);

  await page.getByTestId('case-make').fill('Sample');
  await page.getByTestId('case-year').fill('2024');
  await page.getByTestId('case-vin').fill('wbysample 00000042');
  await page.getByTestId('case-complaint').fill('Loses power uphill.');
  await page.getByTestId('open-case').click();
  await expect
    .poll(() => bay.given('openCase'))
    .toEqual([
      {
        vehicle: { make: 'Sample', model: '', year: 2024, vin: 'WBYSAMPLE00000042' },
        complaint: 'Loses power uphill.',
      },
    ]);
});

test('[BAY-R15] an agreement is signed by name, and a refusal is shown', async () => {
  const bay = new ScriptedBay({ ...visited, agreements: newShop.agreements });
  bay.refusals.set('signAgreement', 'This agreement was signed already.');
  const { page } = await open(bay);
  await page.getByTestId('agreement-name').fill('Jo Meyer');
  await page.getByTestId('sign-agreement').click();
  expect(await page.getByTestId('refused').textContent()).toBe('This agreement was signed already.');
  expect(bay.given('signAgreement')).toEqual([
    { id: 'remote-work', version: '1', sha256: 'a'.repeat(64), name: 'Jo Meyer' },
  ]);
});

test('[BAY-R21] the switch for active tests shows what the shop client holds', async () => {
  const bay = new ScriptedBay(visited);
  const { page } = await open(bay);
  const toggle = page.getByTestId('allow-active-tests');
  await toggle.click();
  await expect.poll(() => bay.given('allowActiveTests')).toEqual([true]);
  expect(await toggle.isChecked()).toBe(false);
  bay.show({ activeTests: true });
  await page.getByText('Allowed for this visit').waitFor();
  expect(await toggle.isChecked()).toBe(true);
});

test('[BAY-R34][BAY-R35] stop is in sight from top to bottom, says what it means, and one press is enough', async () => {
  const bay = new ScriptedBay(withRun(runIn('STAGED')));
  const { page } = await open(bay);
  const stop = page.getByTestId('stop-run');
  const meaning = page.getByTestId('stop-meaning');
  expect(await meaning.textContent()).toContain('leaves the unit as it was');
  bay.show({ runs: [runIn('ERASING')] });
  await meaning.getByText('is finished and checked even when stop is pressed').waitFor();
  for (const top of [0, 1e6]) {
    await page.evaluate((to) => scrollTo(0, to), top);
    const box = await stop.boundingBox();
    expect(box).not.toBeNull();
    expect((box?.y ?? 0) + (box?.height ?? 1e6)).toBeLessThanOrEqual(768);
  }
  await stop.click();
  await page.getByTestId('stop-answer').getByText('It goes on until the unit is whole').waitFor();
  expect(bay.given('stop')).toEqual([runIn('ERASING').report.job]);
});

test('[BAY-R36] a job on hold shows the next step and continues when it is done', async () => {
  const bay = new ScriptedBay(
    withRun(runIn('HOLD', { sentence: 'The supply fell to 11.2 V. Connect a charger, then press continue.' })),
  );
  const { page } = await open(bay);
  expect(await page.getByTestId('run-sentence').textContent()).toContain('Connect a charger');
  expect(await page.getByTestId('stop-run').count()).toBe(0);
  await page.getByTestId('confirm-result').click();
  await expect.poll(() => bay.given('confirmResult')).toEqual([runIn('HOLD').report.job]);
});

test('[BAY-R25] an alarm is announced, and stays large until it was read', async () => {
  const bay = new ScriptedBay(visited);
  const { page } = await open(bay);
  bay.show({ alarms: [{ at: '2026-11-21T09:51:00.000Z', sentence: 'Paused: the supply holds 12.9 V.' }] });
  const alarm = page.getByTestId('alarm');
  await alarm.waitFor();
  expect(await alarm.getAttribute('role')).toBe('alert');
  expect(await page.title()).toContain('ALARM');
  await page.getByTestId('alarm-seen').click();
  await alarm.waitFor({ state: 'detached' });
  expect(await page.title()).not.toContain('ALARM');
});

test('[BAY-R13][BAY-R22] what a unit or an expert says is text, whatever it says', async () => {
  const script = '<script>document.title = "taken"</script><img src=x onerror=alert(1)>';
  const turned = 'Ada \u202Egnp.exe';
  const [engine] = scan.units;
  if (engine === undefined) throw new Error('the sample has an engine unit');
  const bay = new ScriptedBay({
    ...visited,
    scan: {
      ...scan,
      units: [
        {
          ...engine,
          name: script,
          software: script,
          dtcs: [{ code: '0', text: script, status: 0, statusNames: [script] }],
        },
      ],
    },
    visit: visited.visit && { ...visited.visit, expert: turned },
  });
  const { page } = await open(bay);
  const shown = await page.getByTestId('scan').textContent();
  expect(shown?.split(script)).toHaveLength(5);
  expect(await page.locator('#root script, #root img').count()).toBe(0);
  expect(await page.title()).toBe('Bay screen');
  expect(await page.getByTestId('visit').textContent()).toContain('Ada \uFFFDgnp.exe');
});
