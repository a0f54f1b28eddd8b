import { mkdirSync, statSync } from 'node:fs';
import { err, errorText, ok, type Result } from '@baylink/kernel';

export interface SecondDisk {
  /** A folder whose copies count as a second medium; absent: there is none. */
  readonly folder: string | undefined;
  /** What people should know of it. */
  readonly notices: readonly string[];
}

/**
 * Looks at what `--backup-folder` names. Two folders of one disk are lost together, so that only one on another device
 * is a second medium; the device ids are the operating system's.
 */
export function lookAtSecondDisk(data: string, folder: string | undefined): Result<SecondDisk, string> {
  if (folder === undefined) return ok({ folder: undefined, notices: [] });
  try {
    mkdirSync(data, { recursive: true });
    mkdirSync(folder, { recursive: true });
    if (statSync(folder).dev !== statSync(data).dev) return ok({ folder, notices: [] });
  } catch (failure) {
    const why = errorText(failure);
    return err(`--backup-folder ${folder} cannot be used (${why}); name a folder on another disk, or leave it out.`);
  }
  const notice = `--backup-folder ${folder} lies on the same disk as --data ${data} and is no second medium: name a folder on another disk or a stick. Until then the broker keeps the second copy.`;
  return ok({ folder: undefined, notices: [notice] });
}
