import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '@baylink/kernel';

/** A machine under load takes its time to start a process. */
const PATIENCE_MS = 20_000;

/** The keeper's side of the socket, or nobody. */
export const findKeeper = (place: string): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = connect(place);
    socket.once('error', () => resolve(undefined));
    socket.once('connect', () => resolve(socket));
  });

/**
 * Starts a keeper that outlives this process, and resolves when it listens or has found that another one does. What it
 * notes about itself is in `DATA/keeper.log`, from its own start on.
 */
export function startKeeper(place: string, data: string): Promise<Result<void, string>> {
  return new Promise((resolve) => {
    const log = openedLog(join(data, 'keeper.log'));
    const child = spawn(process.execPath, [keeperScript(), place], {
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', log ?? 'ignore'],
    });
    if (log !== undefined) closeSync(log);
    const answer = (outcome: Result<void, string>): void => {
      clearTimeout(timer);
      child.stdout?.destroy();
      child.removeAllListeners();
      child.on('error', () => undefined);
      child.unref();
      resolve(outcome);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      answer(err(`The keeper of the vehicle link was not ready within ${PATIENCE_MS / 1000} s; try again.`));
    }, PATIENCE_MS);
    child.stdout?.once('data', () => answer(ok()));
    child.once('error', (failure) => answer(err(`The keeper cannot be started (${failure.message}).`)));
    child.once('exit', (code) =>
      answer(
        code === 0
          ? ok()
          : err(`The keeper of the vehicle link fell over at its start; ${join(data, 'keeper.log')} says why.`),
      ),
    );
  });
}

/** A keeper without notes is better than none: `undefined` where no file can be made. */
function openedLog(path: string): number | undefined {
  try {
    return openSync(path, 'w', 0o600);
  } catch {
    return undefined;
  }
}

/** Beside this file in a build; where the sources run, in the build of this package. */
function keeperScript(): string {
  const beside = fileURLToPath(new URL('./process/main.js', import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../dist/keeper/process/main.js', import.meta.url));
}
