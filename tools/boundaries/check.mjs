import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constraints } from './constraints.mjs';

const FIXTURE = 'fixture:must-fail';

/** The project graph as Nx sees it: project name → { scope, fixture, dependencies }. */
export function readGraph(root) {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-graph-'));
  try {
    const file = join(folder, 'graph.json');
    execFileSync(join(root, 'node_modules/.bin/nx'), ['graph', `--file=${file}`], {
      cwd: root,
      stdio: 'pipe',
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    const { graph } = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(
      Object.entries(graph.nodes).map(([name, node]) => {
        const tags = node.data.tags ?? [];
        const scope = tags.find((tag) => tag.startsWith('scope:'))?.slice('scope:'.length);
        const dependencies = (graph.dependencies[name] ?? [])
          .map((edge) => edge.target)
          .filter((target) => target in graph.nodes);
        return [name, { scope, fixture: tags.includes(FIXTURE), dependencies }];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every breach of the constraints as one sentence; an empty list is a clean house. */
export function breaches(graph, { fixtures = false } = {}) {
  const found = [];
  for (const [name, project] of graph) {
    if (project.fixture && !fixtures) continue;
    const rule = constraints[project.scope];
    if (!rule) {
      found.push(`${name} has no row in tools/boundaries/constraints.mjs: give it a scope tag and a row.`);
      continue;
    }
    for (const dependency of project.dependencies) {
      const scope = graph.get(dependency)?.scope;
      if (!rule.only.includes('*') && !rule.only.includes(scope))
        found.push(
          `${name} may not import ${dependency}: ${project.scope} imports only ${rule.only.join(', ') || 'nothing'}.`,
        );
    }
    for (const reached of reachable(graph, name)) {
      const scope = graph.get(reached)?.scope;
      if (rule.never?.includes(scope))
        found.push(`${name} reaches ${reached}, directly or through others: ${project.scope} never may.`);
    }
  }
  return found;
}

function reachable(graph, from) {
  const seen = new Set();
  const queue = [...(graph.get(from)?.dependencies ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...(graph.get(next)?.dependencies ?? []));
  }
  return seen;
}
