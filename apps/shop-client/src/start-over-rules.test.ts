import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestHex, generateKey, sealProfile } from '@baylink/contracts';
import { SAMPLE_CAR } from '@baylink/safety';
import { beforeEach, expect, test } from 'vitest';
import { rulesOf } from '../test/job-bench.js';
import { IDS } from '../test/parties.js';
import { DAMAGES, type Damage, leaveHalfWritten, POLICY, startIn, toldBy } from '../test/start-shop.js';
import { tempFolder } from '../test/temp-folder.js';
import { nodeDisk } from './disk/node-disk.js';
import { SHIPPED } from './profile/open-profile.js';
import { keepJobRules } from './run/job-rules.js';
import type { Shop } from './shop.js';
import type { ShopOptions } from './shop-options.js';

const PROFILE = 'car.json';
const OVERLAY = 'brakes.json';
const { signer: garage } = await generateKey(false);

/** The rules of a shop in files of its own, all of them right. */
let folder = '';
let named: Partial<ShopOptions> = {};
beforeEach(async () => {
  folder = tempFolder();
  mkdirSync(join(folder, 'data'));
  for (const ending of ['', '.jws']) cpSync(join(SHIPPED, `sample-car.json${ending}`), join(folder, PROFILE + ending));
  const overlay = { id: 'brakes', version: 1, name: 'Brakes', source: 'the garage', extends: 'sample-car' };
  const text = JSON.stringify(overlay);
  const sealed = await sealProfile(garage, { v: 1, profile: 'brakes', version: 1, sha256: digestHex(text) });
  if (!sealed.ok) throw new Error(sealed.error);
  writeFileSync(join(folder, OVERLAY), text);
  writeFileSync(join(folder, `${OVERLAY}.jws`), sealed.value);
  writeFileSync(join(folder, POLICY), JSON.stringify({ publishers: [{ name: 'Our garage', key: garage.jwk.x }] }));
  named = { profile: join(folder, PROFILE), overlay: [join(folder, OVERLAY)] };
});

const start = (look: (shop: Shop) => void) => startIn(folder, look, undefined, named);

const journals = () => join(folder, 'data', 'journal');
const keepRules = () =>
  keepJobRules(nodeDisk(), journals(), IDS.job, { profile: SAMPLE_CAR, rules: rulesOf(SAMPLE_CAR) });

const gone: Damage = (path) => rmSync(path);
const FILES = [PROFILE, `${PROFILE}.jws`, OVERLAY, `${OVERLAY}.jws`, POLICY];
const CASES = FILES.flatMap((file) =>
  [['gone', gone] as const, ...DAMAGES].map(([how, damage]) => [file, how, damage] as const),
);
/** The signature is told with the name of what it signs. */
const namedIn = (file: string) => join(folder, file.replace('.jws', ''));
const hurt = (file: string, damage: Damage): void => {
  if (damage !== gone) rmSync(join(folder, file));
  damage(join(folder, file));
};

test('[SHP-R283] rules that can be read are the shop’s own, whatever lies beside the journal', async () => {
  await leaveHalfWritten(join(folder, 'data'));
  await keepRules();
  const refused = await start((shop) => {
    expect(shop.problems()).toEqual([]);
    expect(shop.jobs.standing()).toBe('REENTRY');
    expect(shop.settings.rules.overlays).toMatchObject([{ id: 'brakes' }]);
  });
  expect(refused).toBeUndefined();
});

test.each(CASES)(
  '[SHP-R283] %s that is %s lets the open job go on under its own rules, and begins no new one',
  async (file, _, damage) => {
    await leaveHalfWritten(join(folder, 'data'));
    await keepRules();
    hurt(file, damage);
    const refused = await start((shop) => {
      expect(shop.jobs.standing()).toBe('REENTRY');
      expect(shop.settings.profile).toEqual(SAMPLE_CAR);
      expect(shop.vehicle.isUp).toBe(true);
      expect(toldBy(shop)).toContain(namedIn(file));
      expect(toldBy(shop)).toContain('goes on under the rules that it was begun under (profile sample-car');
      expect(shop.problems()).not.toEqual([]);
    });
    expect(refused).toBeUndefined();
  },
);

test.each(CASES)(
  '[SHP-R283] %s that is %s ends a start without an open job, before anything is made',
  async (file, _, damage) => {
    hurt(file, damage);
    const refused = await start(() => expect.unreachable('it has started'));
    expect(refused).toContain(namedIn(file));
    expect(refused?.split('\n')).toHaveLength(1);
  },
);

test.each(CASES.filter(([file]) => file !== POLICY))(
  '[SHP-R280] %s that is %s, and no rules beside the journal: the job stands in HOLD, and no link is touched without the unit’s address',
  async (file, _, damage) => {
    await leaveHalfWritten(join(folder, 'data'));
    hurt(file, damage);
    const refused = await start((shop) => {
      expect(shop.jobs.standing()).toBe('HOLD');
      expect(shop.vehicle.isUp).toBe(shop.settings.profile.units.length > 0);
      expect(toldBy(shop)).toMatch(/rules of job J+ are not known either/);
    });
    expect(refused).toBeUndefined();
  },
);

test('[SHP-R283] a profile that does not describe the half-written unit is not that job’s', async () => {
  await leaveHalfWritten(join(folder, 'data'));
  await keepRules();
  named = { profile: 'bmw' };
  const refused = await start((shop) => {
    expect(shop.jobs.standing()).toBe('REENTRY');
    expect(toldBy(shop)).toMatch(/--profile bmw does not describe unit 0x1002.*start the shop client with the profile/);
  });
  expect(refused).toBeUndefined();
});
