import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  generateKey,
  generatePrivateJwk,
  type PrivateJwk,
  publicJwk,
  type Signer,
  signerFromJwk,
} from '@baylink/contracts';
import { err, errorText, ok, type Result } from '@baylink/kernel';
import { z } from 'zod';

const privateJwk = publicJwk.extend({ d: z.string() });

/**
 * The shop's Ed25519 device key, `DIR/device-key.json`, mode 0600. Made at the first start. A file that others may read,
 * or that is not one key pair, is refused: a new key would silently undo the pairing.
 */
export async function openDeviceKey(folder: string): Promise<Result<Signer, string>> {
  const path = join(folder, 'device-key.json');
  const found = await readKey(path);
  if (!found.ok) return found;
  const made = found.value === undefined ? await firstKey(folder, path) : ok(found.value);
  if (!made.ok) return made;
  const jwk = made.value;
  try {
    return ok(await signerFromJwk(jwk));
  } catch {
    return err(
      `The device key ${path} is not an Ed25519 key pair; restore it from your backup, or move it away and pair this shop again.`,
    );
  }
}

/** Somebody who signs nothing: what a shop without its key is while it brings an open job to its end. */
export async function withoutDeviceKey(why: string): Promise<Signer> {
  const { signer } = await generateKey(false);
  return { ...signer, sign: () => Promise.reject(new Error(why)) };
}

async function firstKey(folder: string, path: string): Promise<Result<PrivateJwk, string>> {
  if (existsSync(join(folder, PAIRED)))
    return err(
      `The device key ${path} is gone, and this shop is paired by it; restore it from your backup, or move ${PAIRED} away as well and pair this shop again.`,
    );
  try {
    return ok(await makeKey(folder, path));
  } catch (failure) {
    return err(
      `A device key cannot be made at ${path} (${errorText(failure)}); free the disk or give another --data folder.`,
    );
  }
}

/** What is there when this shop has been known by a key. */
const PAIRED = 'pairing.json';

async function readKey(path: string): Promise<Result<PrivateJwk | undefined, string>> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
      return err(
        `The device key ${path} has mode ${(mode & 0o777).toString(8)} and must have 600; run: chmod 600 ${path}`,
      );
    }
    text = await readFile(path, 'utf8');
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return ok(undefined);
    return err(
      `The device key ${path} cannot be read (${errorText(failure)}); put the disk or its rights in order, then start the shop client again.`,
    );
  }
  const parsed = privateJwk.safeParse(readJson(text));
  if (parsed.success) return ok(parsed.data);
  return err(
    `The device key ${path} is damaged; restore it from your backup, or move it away and pair this shop again.`,
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function makeKey(folder: string, path: string): Promise<PrivateJwk> {
  const jwk = await generatePrivateJwk();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, 'w', 0o600);
  await file.writeFile(`${JSON.stringify(jwk)}\n`);
  await file.sync();
  await file.close();
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
  return jwk;
}
