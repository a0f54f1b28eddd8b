import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestHex, generateKey, sealProfile } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from '../disk/node-disk.js';
import { openProfile, SHIPPED, shippedProfiles } from './open-profile.js';
import { admitProfile } from './profile-versions.js';

const { signer: publisher } = await generateKey(false);

const SAMPLE = readFileSync(join(SHIPPED, 'sample-car.json'), 'utf8');
const { version } = JSON.parse(SAMPLE) as { readonly version: number };

/** The sample car's file somewhere else, signed by a publisher of the test. */
async function signedFile(change: (text: string) => string = (text) => text, seal: object = {}) {
  const path = join(tempFolder(), 'car.json');
  const text = change(SAMPLE);
  writeFileSync(path, text);
  const jws = await sealProfile(publisher, {
    ...{ v: 1, profile: 'sample-car', version, sha256: digestHex(text) },
    ...seal,
  });
  if (!jws.ok) throw new Error(jws.error);
  writeFileSync(`${path}.jws`, jws.value);
  return path;
}

const refusalOf = async (path: string): Promise<string> => {
  const opened = await openProfile(path, publisher.jwk);
  return opened.ok ? 'opened' : opened.error;
};

test.each(shippedProfiles())('[SHP-R120] %s ships with the signature of the publisher that is pinned', async (id) => {
  expect(await openProfile(id)).toMatchObject({ ok: true, value: { profile: { id } } });
});

test('[SHP-R120] a file of its own is opened by its publisher’s key', async () => {
  expect(await openProfile(await signedFile(), publisher.jwk)).toMatchObject({
    ok: true,
    value: { profile: { id: 'sample-car', voltage: { low: 13_600 } } },
  });
});

test('[SHP-R120] one digit changed, no signature, another publisher: refused, with the file named', async () => {
  const changed = await signedFile();
  writeFileSync(changed, readFileSync(changed, 'utf8').replace('13600', '11600'));
  expect(await refusalOf(changed)).toContain("the file's SHA-256 is");
  const unsigned = await signedFile();
  rmSync(`${unsigned}.jws`);
  expect(await refusalOf(unsigned)).toContain("no publisher's signature beside it");
  const foreign = await openProfile(await signedFile());
  expect(foreign).toMatchObject({ ok: false, error: expect.stringContaining('not used') });
  const swapped = await signedFile();
  copyFileSync(join(SHIPPED, 'gm.json.jws'), `${swapped}.jws`);
  expect(await refusalOf(swapped)).toContain(swapped);
  expect(await refusalOf(join(tempFolder(), 'none.json'))).toContain('cannot be read');
});

test('[SHP-R120] what is signed and is no profile, or another one than the seal says, is refused all the same', async () => {
  expect(await refusalOf(await signedFile(() => '{'))).toContain('not used');
  expect(
    await refusalOf(await signedFile((text) => text.replace('"low": 13600', '"low": 13600, "gates": "off"'))),
  ).toContain('voltage');
  const newer = version + 1;
  expect(await refusalOf(await signedFile(undefined, { version: newer }))).toContain(
    `signed sample-car version ${newer}`,
  );
  expect(await refusalOf(await signedFile(undefined, { profile: 'bmw' }))).toContain(`signed bmw version ${version}`);
});

test('[SHP-R121] version 3 was used: version 2 is refused, also after a restart; another profile is not touched by it', async () => {
  const folder = tempFolder();
  const admit = (id: string, version: number) => admitProfile(nodeDisk(), folder, { id, version });
  expect(await admit('car', 2)).toEqual({ ok: true, value: undefined });
  expect(await admit('car', 3)).toMatchObject({ ok: true });
  expect(await admit('car', 2)).toMatchObject({
    ok: false,
    error: 'The profile car is version 2, and this shop has used version 3: get that version or a newer one.',
  });
  expect(await admit('car', 3)).toMatchObject({ ok: true });
  expect(await admit('other', 1)).toMatchObject({ ok: true });
  writeFileSync(join(folder, 'profile-versions.json'), '{"car":"3"}');
  expect(await admit('car', 9)).toMatchObject({ ok: false });
});
