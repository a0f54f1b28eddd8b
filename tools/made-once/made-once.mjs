import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where what was made under this name stands on this machine; it need not be there yet. */
export const placeOf = (name) => join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'baylink', name);

/**
 * The folder of this name, made when this machine does not have it yet: `make` gets an empty folder to work in and
 * resolves with the one to keep, that folder or one inside it. Whoever is first wins; half of one is never there.
 */
export async function madeOnce(name, make) {
  const place = placeOf(name);
  if (existsSync(place)) return place;
  mkdirSync(join(place, '..'), { recursive: true });
  const folder = mkdtempSync(`${place}-`);
  try {
    const made = await make(folder);
    if (!existsSync(place)) renameSync(made, place);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return place;
}

/** Path of a program in the search path or where the system's own are; `undefined` when it is nowhere. */
export const findProgram = (name) =>
  `${process.env.PATH}${delimiter}/usr/sbin${delimiter}/sbin`
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);
