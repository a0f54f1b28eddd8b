import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { err, errorText, ok, type Result } from '@baylink/kernel';

/** What a local socket's name may be long everywhere, with room for a process id behind it. (sun_path) */
const LONGEST_NAME = 90;
const OWN_ONLY = 0o700;

/** Where the keeper of a data folder is found: beside the data, or where local sockets have no files or the name is too long, by the folder's digest. */
export function keeperPlace(data: string): Result<string, string> {
  const folder = realpathSync(data);
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return ok(`\\\\.\\pipe\\baylink-keeper-${digest}`);
  const beside = join(folder, 'keeper.sock');
  if (Buffer.byteLength(beside) <= LONGEST_NAME) return ok(beside);
  const { uid } = userInfo();
  const other = join(tmpdir(), `baylink-keeper-${uid}`);
  try {
    mkdirSync(other, { mode: OWN_ONLY, recursive: true });
    const found = lstatSync(other);
    if (!found.isDirectory() || found.uid !== uid) throw new Error('it belongs to somebody else');
    chmodSync(other, OWN_ONLY);
  } catch (failure) {
    return err(`The folder ${other} cannot be used (${errorText(failure)}); give --data a folder with a shorter path.`);
  }
  return ok(join(other, `${digest}.sock`));
}
