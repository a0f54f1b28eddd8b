import { existsSync, lstatSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { err, ok, type Result } from '@baylink/kernel';

/**
 * Makes `path` lead to `target`. A link left behind by a vehicle that died is replaced; anything else that is there
 * stays, and the sentence says so. Call it only after the old terminals are known to be gone or alive.
 */
export function linkTo(target: string, path: string): Result<void, string> {
  try {
    symlinkSync(target, path);
    return ok();
  } catch (cause) {
    return err(
      `Cannot link the pseudo-terminal at ${path} (${codeOf(cause)}): choose a path in a folder you can write.`,
    );
  }
}

/** Clears a dead link out of the way, before a new terminal might get the dead one's number. */
export function clearStaleLink(path: string): Result<void, string> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return ok();
  if (!there.isSymbolicLink())
    return err(`${path} exists and is not a link of a vehicle: choose another path for --slcan or remove that file.`);
  if (existsSync(path))
    return err(
      `${path} already leads to ${readlinkSync(path)}, which is open: stop the vehicle that uses it, or choose another path.`,
    );
  unlinkSync(path);
  return ok();
}

/** Removes `path` if it still leads to `target`; another vehicle's link stays. */
export function unlinkOwn(target: string, path: string): void {
  try {
    if (readlinkSync(path) === target) unlinkSync(path);
  } catch {
    // Gone already, or replaced by something that is not ours: nothing to remove.
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
