import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const RULE_LINE = /^- ([A-Z]{3,4}-R\d+[a-z]?) /gm;
const RULE_IN_TITLE = /\[([A-Z]{3,4}-R\d+[a-z]?)\]/g;
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.nx', 'results', 'coverage']);

/** Every file below a folder whose name passes the filter. */
function files(folder, wanted) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}

/** Rule id → RULES.md that defines it; a rule that is defined twice is a fault of its own. */
export function definedRules(root) {
  const defined = new Map();
  const twice = [];
  for (const path of files(root, (name) => name === 'RULES.md')) {
    for (const [, id] of readFileSync(path, 'utf8').matchAll(RULE_LINE)) {
      if (defined.has(id)) twice.push(`${id} is defined in ${defined.get(id)} and in ${relative(root, path)}`);
      defined.set(id, relative(root, path));
    }
  }
  return { defined, twice };
}

/** Rule id → test files that carry it. */
export function testedRules(root) {
  const tested = new Map();
  for (const path of files(root, (name) => /\.test\.tsx?$/.test(name) || /\.contract\.ts$/.test(name))) {
    for (const [, id] of readFileSync(path, 'utf8').matchAll(RULE_IN_TITLE)) {
      tested.set(id, [...(tested.get(id) ?? []), join(relative(root, dirname(path)))]);
    }
  }
  return tested;
}

const CASE_IN_TITLE = /\[(C\d{2})\]/g;

/** Conformance cases (docs/conformance.md) that some test carries in its title. */
export function testedCases(root) {
  const cases = new Set();
  for (const path of files(root, (name) => /\.test\.tsx?$/.test(name) || /\.contract\.ts$/.test(name)))
    for (const [, id] of readFileSync(path, 'utf8').matchAll(CASE_IN_TITLE)) cases.add(id);
  return cases;
}

const CASE_ROW = /^\| (C\d{2}) \|/gm;

/** The cases that are written down, in their order. */
export const definedCases = (root) =>
  [...readFileSync(join(root, 'docs/conformance.md'), 'utf8').matchAll(CASE_ROW)].map(([, id]) => id);
