import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatePrivateJwk, openProfileSeal, sealProfile, signerFromJwk } from '@baylink/contracts';
import { readProfile } from '@baylink/safety';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, 'profiles');
const PINNED = join(ROOT, 'libs/contracts/src/profile/publisher.ts');
const USAGE =
  'Say: npm run profiles -- --key FILE [--new-key]   (the publisher’s private key; it stays outside of this folder)';

/** The publisher's key from its file; with --new-key a fresh one, which is pinned in the product at once. */
async function publisherOf(file, fresh) {
  if (fresh) {
    if (existsSync(file)) throw new Error(`${file} is there already: a key is never replaced.`);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const jwk = await generatePrivateJwk();
    writeFileSync(file, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
    writeFileSync(PINNED, pinned(jwk.x));
  }
  return signerFromJwk(JSON.parse(readFileSync(file, 'utf8')));
}

const pinned = (x) => `import type { PublicJwk } from '../identity/names.js';

/** Whose vehicle profiles this product believes. Written by \`npm run profiles -- --new-key\`, never by hand. */
export const PROFILE_PUBLISHER: PublicJwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '${x}',
};
`;

/** Signs a file anew when it has changed; a changed file must have a higher version than the one that was signed before. */
async function signFile(name, publisher) {
  const path = join(FOLDER, name);
  const bytes = readFileSync(path);
  const profile = readProfile(JSON.parse(bytes.toString('utf8')));
  if (!profile.ok) throw new Error(`${name}: ${profile.error}`);
  const { id, version } = profile.value;
  if (`${id}.json` !== name) throw new Error(`${name} holds the profile ${id}: the file has to be ${id}.json.`);
  const beside = `${path}.jws`;
  const before = existsSync(beside) ? readFileSync(beside, 'utf8').trim() : undefined;
  if (before !== undefined) {
    if ((await openProfileSeal(before, bytes, [publisher.jwk])).ok)
      return `${name}: signed already, version ${version}`;
    const signed = JSON.parse(Buffer.from(before.split('.')[1], 'base64url').toString('utf8'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (signed.sha256 !== sha256 && !(version > signed.version))
      throw new Error(`${name} has changed and is still version ${version}: raise it above ${signed.version}.`);
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const seal = await sealProfile(publisher, { v: 1, profile: id, version, sha256 });
  if (!seal.ok) throw new Error(`${name}: ${seal.error}`);
  writeFileSync(beside, `${seal.value}\n`);
  return `${name}: signed, version ${version}`;
}

try {
  const { values } = parseArgs({ options: { key: { type: 'string' }, 'new-key': { type: 'boolean' } } });
  if (values.key === undefined) throw new Error(USAGE);
  const publisher = await publisherOf(values.key, values['new-key'] === true);
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== 'package.json');
  for (const name of files.sort()) console.log(await signFile(name, publisher));
  console.log(`publisher ${publisher.thumbprint}`);
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : String(failure));
  process.exitCode = 2;
}
