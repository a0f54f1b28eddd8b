import { FOLDERS, folders } from './folders.mjs';
import { planted } from './planted.mjs';

const USAGE = `npm run mutants -- planted [WORD…]   the planted mutants, or those that every WORD occurs in
npm run mutants -- [FOLDER…]         every small change that Stryker knows, in ${FOLDERS.join(', ')}
npm run mutants -- again [FOLDER…]   only what has changed since, or was missed then and has other tests now`;

/** Spoils the safety kernel and the door in a copy of the tree and counts what the tests notice. */
const [first, ...others] = process.argv.slice(2);
const again = first === 'again';
const named = first === undefined || again ? others : [first, ...others];
const unknown = first === 'planted' ? undefined : named.find((name) => !FOLDERS.includes(name));
if (unknown !== undefined) {
  console.error(`"${unknown}" is not mutated here. Use:\n${USAGE}`);
  process.exit(2);
}
const passed = first === 'planted' ? await planted(others) : await folders(named.length === 0 ? FOLDERS : named, again);
process.exit(passed ? 0 : 1);
