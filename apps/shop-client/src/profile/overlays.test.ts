import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestHex, generateKey, type Signer, sealProfile } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { parseShopOptions } from '../shop-options.js';
import { admitProfile } from './profile-versions.js';

const [{ signer: garage }, { signer: stranger }] = [await generateKey(false), await generateKey(false)];

const OVERLAY = {
  ...{ id: 'brakes', version: 2, name: 'Brakes of this garage', source: 'the garage', extends: 'sample-car' },
  limits: { voltage: { low: 13_700, high: 15_000 } },
  stricterUnits: [{ unit: '0x1002', safety: 'brake' }],
};

async function signed(signer: Signer, content: object = OVERLAY, seal: object = {}): Promise<string> {
  const path = join(tempFolder(), 'brakes.json');
  const text = JSON.stringify(content);
  writeFileSync(path, text);
  const jws = await sealProfile(signer, {
    ...{ v: 1, profile: 'brakes', version: 2, sha256: digestHex(text) },
    ...seal,
  });
  if (!jws.ok) throw new Error(jws.error);
  writeFileSync(`${path}.jws`, jws.value);
  return path;
}

function policyNaming(...keys: readonly Signer[]): string {
  const path = join(tempFolder(), 'policy.json');
  writeFileSync(path, JSON.stringify({ publishers: keys.map(({ jwk }) => ({ name: 'Our garage', key: jwk.x })) }));
  return path;
}

const startWith = (overlay: readonly string[], policy?: string, profile = 'sample-car') =>
  parseShopOptions({
    ...{ data: '/data', name: 'Bay 1', broker: 'http://127.0.0.1:1', link: 'slcan:/dev/ttyACM0', voltage: [] },
    ...{ profile, overlay, bayHost: '127.0.0.1', bayPort: 0, ...(policy === undefined ? {} : { policy }) },
  });

test('[SHP-R124] an overlay of a publisher whom the policy names is in force, and said', async () => {
  const settings = await startWith([await signed(garage)], policyNaming(garage));
  if (!settings.ok) throw new Error(settings.error);
  const { profile, rules, notices } = settings.value;
  expect(profile.voltage).toMatchObject({ low: 13_700, high: 14_200 });
  expect(profile.units.find(({ name }) => name === 'body')?.safety).toBe('brake');
  expect(rules.overlays).toEqual([
    { id: 'brakes', version: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/), publisher: garage.thumbprint },
  ]);
  expect(notices).toEqual([
    'The profile sample-car is used with Brakes of this garage (overlay brakes version 2), signed by Our garage.',
    "The overlay brakes's voltage.high 15000 would loosen the profile's 14200 and is ignored: remove it.",
  ]);
});

test.each<[string, () => Promise<[readonly string[], string?, string?]>, RegExp]>([
  ['nobody is trusted', async () => [[await signed(garage)]], /not trusted.*"publishers" in the shop's policy/],
  ['somebody else is', async () => [[await signed(garage)], policyNaming(stranger)], /not trusted/],
  [
    'changed since',
    async () => {
      const path = await signed(garage);
      writeFileSync(path, JSON.stringify({ ...OVERLAY, stricterUnits: [] }));
      return [[path], policyNaming(garage)];
    },
    /SHA-256 is/,
  ],
  [
    'signed as another version',
    async () => [[await signed(garage, OVERLAY, { version: 1 })], policyNaming(garage)],
    /signed brakes version 1/,
  ],
  [
    'a member that there is not',
    async () => [[await signed(garage, { ...OVERLAY, gates: [] })], policyNaming(garage)],
    /"gates"/,
  ],
  [
    'made for another profile',
    async () => [[await signed(garage)], policyNaming(garage), 'bmw'],
    /made for the profile sample-car/,
  ],
  [
    'not there',
    async () => [['/none.json'], policyNaming(garage)],
    /--overlay \/none.json is not used: .*cannot be read/,
  ],
])('[SHP-R124] refused before anything is opened: %s', async (_, given, words) => {
  expect(await startWith(...(await given()))).toMatchObject({
    value: { doubts: [expect.stringMatching(words)], rules: { overlays: [] } },
  });
});

test('[SHP-R124] an older version of an overlay is not used again', async () => {
  const folder = tempFolder();
  expect(await admitProfile(nodeDisk(), folder, { id: 'overlay brakes', version: 2 })).toMatchObject({ ok: true });
  expect(await admitProfile(nodeDisk(), folder, { id: 'overlay brakes', version: 1 })).toMatchObject({ ok: false });
});

test('[SHP-R124] a profile without units says at the start what cannot be done with it, and what to do', async () => {
  const settings = await startWith([], undefined, 'bmw');
  expect(settings.ok && settings.value.notices).toEqual([
    expect.stringMatching(/The profile bmw describes no unit.*nothing can be coded or programmed.*--overlay/),
  ]);
});
