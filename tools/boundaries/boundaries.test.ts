import { spawnSync } from 'node:child_process';
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
  const lint = (source: string) =>
    spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--stdin-file-path=apps/broker/src/probe.ts'], {
      cwd: root,
      input: source,
    }).status;
  expect(lint("export * from '@baylink/kernel';\n")).toBe(0);
  expect(lint("export * from '@baylink/protocols/uds';\n")).not.toBe(0);
});
