import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@baylink/kernel';

/** Compiles every C file of a folder, and those beside it, to one shared library, with the compiler that the system calls `cc` unless another is named. */
export function compileLibrary(
  folder: string,
  library: string,
  beside: readonly string[] = [],
  compiler = 'cc',
): Result<string, string> {
  const own = readdirSync(folder)
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(folder, name));
  const flags = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-Wno-misleading-indentation'];
  try {
    execFileSync(compiler, [...flags, '-O2', '-shared', '-fPIC', '-pthread', '-o', library, ...own, ...beside], {
      stdio: 'pipe',
    });
    return ok(library);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return err(
        `Skipped: this machine has no C compiler called "${compiler}"; install one (Debian: apt install gcc libc6-dev).`,
      );
    throw cause;
  }
}
