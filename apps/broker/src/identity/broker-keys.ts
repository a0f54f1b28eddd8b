import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { generatePrivateJwk, type Signer, signerFromJwk } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import { z } from 'zod';
import { BrokerCannotStart, errorCode } from '../process/cannot-start.js';

/** The broker's own keys: one signs access tokens, the other witnesses checkpoints. Neither can sign for anybody else. */
export interface BrokerKeys {
  readonly token: Signer;
  readonly witness: Signer;
}

const storedKey = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});

/** Reads both keys, or makes them on the first start (mode 0600). Throws `BrokerCannotStart`. */
export async function openBrokerKeys(dataDir: string): Promise<BrokerKeys> {
  return {
    token: await openKey(join(dataDir, 'token-key.jwk')),
    witness: await openKey(join(dataDir, 'witness-key.jwk')),
  };
}

async function openKey(file: string): Promise<Signer> {
  try {
    const text = readOrUndefined(file) ?? (await makeKey(file));
    return await signerFromJwk(storedKey.parse(JSON.parse(text)));
  } catch (error) {
    const why =
      error instanceof z.ZodError || error instanceof SyntaxError ? 'it is not an Ed25519 JWK' : errorText(error);
    throw new BrokerCannotStart(
      `The broker's key ${file} cannot be used: ${why}. Restore it from a backup, or remove it to get a new one (everybody then signs in again).`,
    );
  }
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function makeKey(file: string): Promise<string> {
  const text = JSON.stringify(await generatePrivateJwk());
  const fd = openSync(`${file}.new`, 'w', 0o600);
  writeSync(fd, text);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(`${file}.new`, file);
  return text;
}
