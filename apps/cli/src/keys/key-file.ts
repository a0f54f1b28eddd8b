import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatePrivateJwk, type PrivateJwk, publicJwk, type Signer, signerFromJwk } from '@baylink/contracts';
import { z } from 'zod';
import { exitCodes } from '../exit-codes.table.js';
import { Stop } from '../say.js';

const privateJwk = publicJwk.extend({ d: z.string() });

/** Makes a new Ed25519 key in a file of mode 0600. A key that is there already is never replaced. */
export async function makeKeyFile(path: string): Promise<Signer> {
  if (existsSync(path))
    throw new Stop(exitCodes.usage, `The key ${path} is there already; name another folder, or move it away.`);
  const jwk = await generatePrivateJwk();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(path, 0o600);
  return signerFromJwk(jwk);
}

/** The key of a file that `makeKeyFile` made. `next` says how to get one. */
export async function readKeyFile(path: string, next: string): Promise<Signer> {
  if (!existsSync(path)) throw new Stop(exitCodes.usage, `There is no key at ${path}; ${next}`);
  const jwk = parseKey(readFileSync(path, 'utf8'));
  if (!jwk) throw new Stop(exitCodes.usage, `The key ${path} is damaged; restore it from your backup.`);
  return signerFromJwk(jwk);
}

function parseKey(text: string): PrivateJwk | undefined {
  try {
    const parsed = privateJwk.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
