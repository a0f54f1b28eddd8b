import { FOLDERS, folders } from './folders.mjs';
import { planted } from './planted.mjs';

const USAGE = `npm run mutants -- planted [WORD…]   the planted mutants, or those that every WORD occurs in
npm run mutants -- [FOLDER…]         every small change that Stryker knows, in ${FOLDERS.join(', ')}`;

/** Spoils the safety kernel and the door in a copy of the tree and counts what the tests notice. */
const [first, ...others] = process.argv.slice(2);
const named = first === undefined ? [] : [first, ...others];
const unknown = first === 'planted' ? undefined : named.find((name) => !FOLDERS.includes(name));
if (unknown !== undefined) {
  console.error(`"${unknown}" is not mutated here. Use:\n${USAGE}`);
  process.exit(2);
}
const passed = first === 'planted' ? await planted(others) : await folders(named.length === 0 ? FOLDERS : named);
process.exit(passed ? 0 : 1);
