import { join } from 'node:path';
import { type Disk, err, errorText, ok } from '@baylink/kernel';
import { replaceFile } from '../disk/document.js';
import type { RemoteBlobs } from './backup-store.js';

/** A folder of another disk as a second medium of a backup (`--backup-folder`). */
export const folderBlobs = (disk: Disk, folder: string): RemoteBlobs => {
  const path = (sha256: string): string => join(folder, `${sha256}.backup`);
  return {
    medium: `folder ${folder}`,
    async put(sha256, bytes) {
      try {
        await replaceFile(disk, path(sha256), bytes);
        return ok();
      } catch (failure) {
        return err(`${errorText(failure)}.`);
      }
    },
    async get(sha256) {
      try {
        const bytes = await disk.read(path(sha256));
        return bytes === undefined ? err('it is not there.') : ok(bytes);
      } catch (failure) {
        return err(`${errorText(failure)}.`);
      }
    },
  };
};
