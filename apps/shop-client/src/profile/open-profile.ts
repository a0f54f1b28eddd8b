import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import {
  openProfileSeal,
  PROFILE_PUBLISHER,
  type PublicJwk,
  type Sha256Hex,
  type Thumbprint,
} from '@baylink/contracts';
import { err, errorText, ok, type Result } from '@baylink/kernel';
import { readProfile, type Stated, statedIn, type VehicleProfile } from '@baylink/safety';

/** Where the profiles lie that ship with the product. */
export const SHIPPED = dirname(createRequire(import.meta.url).resolve('@baylink/profiles/package.json'));

/** More than any profile needs; a larger file is not read as one. */
const LARGEST = 1024 * 1024;
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Ids of the profiles that ship. */
export const shippedProfiles = (folder = SHIPPED): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json.jws'))
    .map((name) => name.slice(0, -'.json.jws'.length))
    .sort();

/** A profile, and what its own file states: only that file may loosen it. */
export interface OpenedProfile {
  readonly profile: VehicleProfile;
  readonly sha256: Sha256Hex;
  readonly stated: Stated;
}

/**
 * The profile called `named`: an id of those that ship, or a file with its seal beside it (`FILE.jws`). Nothing of a file
 * counts before its publisher's signature over its bytes was found right.
 */
export async function openProfile(
  named: string,
  publisher: PublicJwk = PROFILE_PUBLISHER,
): Promise<Result<OpenedProfile, string>> {
  const isFile = named.includes('/') || named.includes(sep) || named.endsWith('.json');
  if (!isFile && !(ID.test(named) && shippedProfiles().includes(named)))
    return err(
      `--profile ${named}: there is no such profile; there are ${shippedProfiles().join(', ')}. Use "unknown" for a vehicle without one.`,
    );
  const sealed = await openSealed(isFile ? named : join(SHIPPED, `${named}.json`), [publisher], readProfile);
  if (!sealed.ok) return err(`--profile ${named} is not used: ${sealed.error}.`);
  const { value, json, sha256 } = sealed.value;
  return ok({ profile: value, sha256, stated: statedIn(json) });
}

interface Named {
  readonly id: string;
  readonly version: number;
}

/** What a signed file holds, the JSON as it stands there, its digest, and who signed it. */
interface Sealed<T> {
  readonly value: T;
  readonly json: unknown;
  readonly sha256: Sha256Hex;
  readonly publisher: Thumbprint;
}

/** A signed file of one of these publishers. */
export async function openSealed<T extends Named>(
  path: string,
  publishers: readonly PublicJwk[],
  readAs: (json: unknown) => Result<T, string>,
): Promise<Result<Sealed<T>, string>> {
  const file = read(path);
  if (!file.ok) return file;
  const jws = read(`${path}.jws`);
  if (!jws.ok)
    return err(`it has no publisher's signature beside it (${jws.error}); get both files from the publisher`);
  const seal = await openProfileSeal(new TextDecoder().decode(jws.value).trim(), file.value, publishers);
  if (!seal.ok) return err(`${seal.error}; get the file and its signature again from the publisher`);
  const json = parseJson(file.value);
  const held = readAs(json);
  if (!held.ok) return held;
  const { id, version } = held.value;
  const { seal: sealed, publisher } = seal.value;
  if (sealed.profile === id && sealed.version === version)
    return ok({ value: held.value, json, sha256: sealed.sha256, publisher });
  return err(`it is ${id} version ${version} and its publisher signed ${sealed.profile} version ${sealed.version}`);
}

function read(path: string): Result<Uint8Array, string> {
  try {
    const bytes = readFileSync(path);
    return bytes.length <= LARGEST ? ok(bytes) : err(`${path} has ${bytes.length} bytes, at most ${LARGEST} are read`);
  } catch (failure) {
    return err(`${path} cannot be read: ${errorText(failure)}`);
  }
}

/** `undefined` for what is not JSON: no schema takes that. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
