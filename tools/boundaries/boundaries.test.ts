import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { breaches, readGraph } from './check.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const graph = readGraph(root);

test('the house keeps its import rules', () => {
  expect(breaches(graph)).toEqual([]);
});

test('the forbidden import is refused: a broker that reads vehicle bytes', () => {
  expect(breaches(graph, { fixtures: true })).toEqual([
    '@baylink/forbidden-import may not import @baylink/protocols: broker imports only kernel, contracts, ledger, transport-tunnel.',
    '@baylink/forbidden-import reaches @baylink/protocols, directly or through others: broker never may.',
  ]);
});

test('chains are followed: a broker that reaches the protocols through a library it may import', () => {
  const chained = new Map(graph);
  const tunnel = chained.get('@baylink/transport-tunnel');
  if (!tunnel) throw new Error('the tunnel library is gone');
  chained.set('@baylink/transport-tunnel', { ...tunnel, dependencies: [...tunnel.dependencies, '@baylink/protocols'] });
  expect(breaches(chained)).toContain(
    '@baylink/broker reaches @baylink/protocols, directly or through others: broker never may.',
  );
});

test('an import that is not declared is refused by the linter, so the graph above is the whole truth', () => {
  const house = mkdtempSync(join(tmpdir(), 'baylink-lint-'));
  try {
    copyFileSync(join(root, 'biome.json'), join(house, 'biome.json'));
    copyFileSync(join(root, 'apps/broker/package.json'), join(house, 'package.json'));
    const lint = (imported: string) => {
      writeFileSync(join(house, 'probe.ts'), `export { it } from '${imported}';\n`);
      return spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--vcs-enabled=false', 'probe.ts'], {
        cwd: house,
      }).status;
    };
    expect(lint('@baylink/kernel')).toBe(0);
    expect(lint('@baylink/protocols/uds')).toBe(1);
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
});
