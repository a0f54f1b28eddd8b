import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../apps/cli/bin/baylink.js', import.meta.url));
const PATIENCE_MS = 30_000;

export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** One `baylink …` command from its start to its end. */
export const baylink = (...args: readonly string[]): Promise<Told> =>
  new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { timeout: PATIENCE_MS }, (failure, out, err) => {
      const code = failure === null ? 0 : typeof failure.code === 'number' ? failure.code : -1;
      resolve({ code, out: out.trim(), err: err.trim() });
    });
  });

/** The same for a command that has to succeed; what it printed. */
export async function mustBaylink(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await baylink(...args);
  if (code !== 0) throw new Error(`baylink ${args.slice(0, 2).join(' ')} ended with ${code}: ${err}`);
  return out;
}
