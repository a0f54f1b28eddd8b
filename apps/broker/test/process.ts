import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The built program: a process of its own cannot run from TypeScript. */
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export interface BrokerProcess {
  readonly child: ChildProcess;
  /** Settles with the address, or rejects with what the process said when it ended first. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** A broker in a process of its own, killed with the test. */
export function spawnBroker(...options: string[]): BrokerProcess {
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--json', '--log-level', 'error', ...options]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
  });
  const ended = new Promise<{ code: number | null; said: string }>((settle) => {
    child.once('close', (code) => settle({ code, said }));
  });
  const ready = new Promise<string>((settle, fail) => {
    child.stdout.once('data', (data) => settle(JSON.parse(String(data)).url));
    void ended.then(({ code }) => fail(new Error(`the broker ended with ${code}: ${said}`)));
  });
  ready.catch(() => {});
  return { child, ready, ended };
}
