import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a command in the checkout with its output shown; resolves with its exit code. Nothing it prints is swallowed. */
export function run(command, args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', quiet ? 'ignore' : 'inherit'],
    });
    child.on('error', (failure) => {
      if (!quiet) console.error(`${command}: ${failure.message}`);
      resolve(127);
    });
    child.on('close', (code, signal) => resolve(signal ? 128 : (code ?? 1)));
  });
}

/** Runs named steps one after another and says how long each took; false as soon as one fails. */
export async function inOrder(steps) {
  for (const [name, step] of steps) {
    const start = performance.now();
    console.log(`\n▸ ${name}`);
    const code = await step();
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    if (code !== 0) return false;
  }
  return true;
}

const bin = (name) => `${root}/node_modules/.bin/${name}`;
export const tool = (name, ...args) => run(bin(name), args);
