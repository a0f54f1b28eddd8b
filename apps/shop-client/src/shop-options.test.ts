import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical, SHOP_ENVELOPE_LIMIT } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { tempFolder } from '../test/temp-folder.js';
import { parseShopOptions, type ShopOptions } from './shop-options.js';

const OPTIONS: ShopOptions = {
  data: '/data',
  name: 'Bay 1',
  broker: 'http://127.0.0.1:1',
  link: 'slcan:/dev/ttyACM0',
  profile: 'sample-car',
  voltage: [],
  bayHost: '127.0.0.1',
  bayPort: 0,
};

const policy = (value: unknown): string => {
  const path = join(tempFolder(), 'policy.json');
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

test('[SHP-R57] what was named is what is used; the journal lies with the data unless it has a place of its own', async () => {
  const settings = await parseShopOptions({ ...OPTIONS, voltage: ['/dev/volts', 'unit:0x1000:0xF442', 'adapter'] });
  expect(settings).toMatchObject({
    ok: true,
    value: {
      journal: '/data/journal',
      voltage: [
        { name: '/dev/volts', reach: 'dedicated' },
        { name: 'unit 0x1000 DID 0xF442', reach: 'shared' },
        { name: 'adapter', reach: 'shared' },
      ],
      notices: [],
    },
  });
  expect(await parseShopOptions({ ...OPTIONS, journal: '/elsewhere' })).toMatchObject({
    value: { journal: '/elsewhere' },
  });
});

test.each<[string, Partial<ShopOptions>]>([
  ['--link usb:1', { link: 'usb:1' }],
  ['--voltage unit:0x1000', { voltage: ['unit:0x1000'] }],
  ['--voltage unit:0x10000:0xF442', { voltage: ['unit:0x10000:0xF442'] }],
  ['--voltage unit:x:y', { voltage: ['unit:x:y'] }],
  ['--voltage adapter:1', { voltage: ['adapter:1'] }],
  ['--voltage obd', { voltage: ['obd'] }],
  ['--voltage adapter is given twice', { voltage: ['adapter', 'adapter'] }],
])('[SHP-R57] %s is one sentence that names it', async (named, change) => {
  expect(await parseShopOptions({ ...OPTIONS, ...change })).toMatchObject({
    ok: false,
    error: expect.stringContaining(named),
  });
});

test.each(['{', '[]', { forbidden: ['everything'] }, { unknown: 1 }])(
  '[SHP-R58] the policy %j cannot be used, and that nothing is known of it is told',
  async (value) => {
    expect(await parseShopOptions({ ...OPTIONS, policy: policy(value) })).toMatchObject({
      ok: true,
      value: { doubts: [expect.stringMatching(/^--policy /)] },
    });
  },
);

test('[SHP-R58] a policy that forbids is obeyed', async () => {
  const settings = await parseShopOptions({ ...OPTIONS, policy: policy({ forbidden: ['program'] }) });
  expect(settings.ok && settings.value.profile.forbidden).toContain('program');
});

test('[SHP-R58] every shop asks for its agreements, whatever its policy says', async () => {
  const settings = await parseShopOptions({ ...OPTIONS, policy: policy({}) });
  expect(settings.ok && settings.value.profile.agreements.programming.length).toBeGreaterThan(0);
});

test('[SHP-R122] a policy that leaves no voltage to work at is told before anything is opened', async () => {
  const settings = await parseShopOptions({ ...OPTIONS, policy: policy({ voltage: { low: 14_000, high: 13_900 } }) });
  expect(settings).toMatchObject({
    value: { doubts: [expect.stringContaining('leave no voltage to work at (14.00 V to 13.90 V')] },
  });
});

test('[SHP-R57] a policy that is not there is one sentence that names it, and nothing else of it is known', async () => {
  expect(await parseShopOptions({ ...OPTIONS, policy: '/none' })).toMatchObject({
    value: { doubts: [expect.stringMatching(/^--policy \/none cannot be read .*: put the file right/)] },
  });
});

test('[SHP-R290] the limits in force are told with who has changed them, and fit a signed welcome', async () => {
  const settings = await parseShopOptions({ ...OPTIONS, policy: policy({ voltage: { high: 14_000 } }) });
  const limits = settings.ok ? settings.value.limits : undefined;
  if (!settings.ok || limits === undefined) throw new Error('the shop has not said its limits');
  expect(JSON.parse(limits.profile)).toEqual(settings.value.profile);
  expect(limits.changes).toContainEqual({
    ...{ figure: 'voltage.high', from: '14200', to: '14000' },
    by: 'the shop’s policy',
  });
  expect(limits.changes).toContainEqual(expect.objectContaining({ figure: 'agreements.coding', by: 'every shop' }));
  const sent = canonical(limits);
  expect(sent.ok && sent.value.length < SHOP_ENVELOPE_LIMIT / 2).toBe(true);
});
