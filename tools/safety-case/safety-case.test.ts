import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../steps/run.mjs';

const PAGE = join(root, 'docs/safety-case.md');
const text = readFileSync(PAGE, 'utf8');
const commands = [...text.matchAll(/`(np[mx] [^`]+)`/g)].map(([, command = '']) => command);
const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);

test('the safety case has evidence', () => expect(commands.length).toBeGreaterThan(12));

test.each(commands.filter((command) => command.startsWith('npm run ')))('%s is a script', (command) => {
  const [, , name = ''] = command.split(' ');
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(Object.keys(scripts)).toContain(name);
});

test.each(commands.filter((command) => command.startsWith('npx ')))('%s names tests that exist', (command) => {
  const words = command.split(' ').slice(3);
  for (const word of words.filter((each) => each.includes('/'))) expect(existsSync(join(root, word)), word).toBe(true);
  if (words.includes('keeper')) expect(existsSync(join(root, 'tests/e2e/keeper.test.ts'))).toBe(true);
});

test.each(links)('%s is there', (link) => expect(existsSync(join(dirname(PAGE), link))).toBe(true));
