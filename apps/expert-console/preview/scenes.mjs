import { join } from 'node:path';

const VISIT = '#/cases/case100000000000000000/visits/visit10000000000000000';

const signIn = async (page) => page.getByTestId('sign-in').click();
const scan = async (page) => {
  await signIn(page);
  await page.getByTestId('scan-start').click();
  await page.getByTestId('scan-done').waitFor();
};
const unit = (address) => async (page) => {
  await scan(page);
  await page.getByTestId(`unit-${address}`).click();
};

const pickFile = (file) => async (page) => {
  await unit('0x1001')(page);
  await page.getByTestId('area-programming').click();
  await page.getByTestId('firmware-file').setInputFiles(file);
};

/** What to look at: the address, and what is done there before the picture is taken. */
export const scenes = (files) => ({
  'sign-in-none': { at: '?identity=none' },
  'sign-in-waiting': { at: '?identity=waiting' },
  'sign-in-ready': { at: '?identity=ready' },
  'sign-in-expired': { at: '?identity=expired' },
  cases: { at: '', act: signIn },
  pairing: {
    at: '',
    act: async (page) => {
      await signIn(page);
      await page.getByTestId('pairing-code').fill('bcdf ghjk');
      await page.getByTestId('pairing-look').click();
      await page.getByTestId('pairing-approve').waitFor();
    },
  },
  diagnostics: {
    at: VISIT,
    act: async (page) => {
      await unit('0x1001')(page);
      for (const bytes of ['22f190', '2e0100ff', '31010203']) {
        await page.getByTestId('request-bytes').fill(bytes);
        await page.getByTestId('request-send').click();
      }
    },
  },
  'no-scan': {
    at: `?scene=away${VISIT}`,
    act: async (page) => {
      await signIn(page);
      await page.getByTestId('connection-sentence').waitFor();
    },
  },
  coding: {
    at: VISIT,
    act: async (page) => {
      await unit('0x1002')(page);
      await page.getByTestId('area-coding').click();
      await page.getByTestId('coding-did').fill('0100');
      await page.getByTestId('coding-read').click();
      await page.getByTestId('coding-after').fill('0a 94 c0 01');
      await page.getByTestId('coding-add').click();
      await page.getByTestId('coding-did').fill('0101');
      await page.getByTestId('coding-read').click();
      await page.getByTestId('coding-after').fill('0b 14 c0 00');
      await page.getByTestId('coding-offer-review').click();
      await page.getByTestId('coding-confirm').check();
    },
  },
  programming: {
    at: VISIT,
    act: async (page) => {
      await pickFile(files.good)(page);
      await page.getByTestId('programming-offer-review').click();
      await page.getByTestId('offer-vin').fill('000042');
    },
  },
  'programming-refused': { at: VISIT, act: pickFile(files.damaged) },
  'supervision-waiting': {
    at: VISIT,
    act: async (page) => {
      await pickFile(files.good)(page);
      await page.getByTestId('programming-offer-review').click();
      await page.getByTestId('offer-vin').fill('000042');
      await page.getByTestId('programming-offer-sign').click();
      await page.getByTestId('run').waitFor();
    },
  },
  'supervision-writing': {
    at: `?scene=writing${VISIT}`,
    act: async (page) => {
      await scan(page);
      await page.getByTestId('area-supervision').click();
      await page.getByTestId('stop').click();
    },
  },
  'battery-silent': { at: `?scene=silent${VISIT}`, act: scan },
});

export const picture = (folder, name, look) => join(folder, `${name}-${look.scheme}-${look.width}.png`);
