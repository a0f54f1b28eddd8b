import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const MISSED = ['Survived', 'NoCoverage'];

/**
 * What of a folder is worth another run after tests were added: files that have changed since the earlier report, and
 * of the others the lines with a mutant that was missed. What was noticed then in a file that is the same is taken over.
 */
export const worthAnotherRun = (folder, earlier, at) =>
  readdirSync(join(at, folder), { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts')
    .map((name) => `${folder}/${name}`)
    .flatMap((file) => {
      const before = earlier.files[file];
      if (before === undefined || !isSame(before, file, at)) return [file];
      return before.mutants
        .filter(({ status }) => MISSED.includes(status))
        .map(({ location }) => `${file}:${location.start.line}-${location.end.line}`);
    });

const isSame = ({ source }, file, at) => existsSync(join(at, file)) && readFileSync(join(at, file), 'utf8') === source;

/** The earlier report with what was run again; files that are no more are left out. */
export function merged(earlier, later, at) {
  const kept = Object.entries(earlier.files).filter(([file, before]) => isSame(before, file, at));
  const files = Object.fromEntries(kept);
  for (const [file, after] of Object.entries(later.files)) {
    const before = files[file]?.mutants ?? [];
    const byPlace = new Map([...before, ...after.mutants].map((mutant) => [placeOf(mutant), mutant]));
    files[file] = { ...after, mutants: [...byPlace.values()] };
  }
  return { ...later, files };
}

const placeOf = ({ mutatorName, location, replacement }) => JSON.stringify([mutatorName, location, replacement]);
