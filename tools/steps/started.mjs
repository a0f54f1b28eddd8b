import { spawn } from 'node:child_process';
import { root } from './run.mjs';

/** Runs a program of this checkout with these arguments, and exits as it does. It cleans up by itself; this process waits for it. */
export function started(program, args = process.argv.slice(2)) {
  const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
  /** Ctrl-C reaches both, other signals are passed on. */
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}
