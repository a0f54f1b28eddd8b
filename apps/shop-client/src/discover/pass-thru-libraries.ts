import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type InstalledLibrary, installedLibraries, REGISTRY_KEYS, type RegistryView } from '@baylink/protocols/j2534';

const run = promisify(execFile);
const LIMIT_MS = 10_000;
const VIEWS: readonly RegistryView[] = [64, 32];

/** What `reg query` prints below a key, as 32-bit or as 64-bit programs see it; nothing where there is no such key. */
export type RegistryQuery = (key: string, view: RegistryView) => Promise<string>;

/** The pass-thru libraries that makers' installers have entered in the registry, each path once. Windows alone has one. */
export async function passThruLibraries(query: RegistryQuery | undefined = ownRegistry()): Promise<InstalledLibrary[]> {
  const found = new Map<string, InstalledLibrary>();
  for (const key of query === undefined ? [] : REGISTRY_KEYS)
    for (const view of VIEWS)
      for (const each of installedLibraries((await query?.(`HKLM\\${key}`, view)) ?? '', view, variable))
        found.set(each.library.toLowerCase(), each);
  return [...found.values()];
}

/** Names of variables have no case on Windows, and neither has `process.env` there. */
const variable = (name: string): string | undefined => process.env[name];

function ownRegistry(): RegistryQuery | undefined {
  if (process.platform !== 'win32') return undefined;
  const program = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32\\reg.exe');
  return async (key, view) => {
    try {
      const { stdout } = await run(program, ['query', key, '/s', `/reg:${view}`], { timeout: LIMIT_MS });
      return stdout;
    } catch {
      // A key that is not there is an exit code of 1: no such library is installed.
      return '';
    }
  };
}
