import { statfsSync } from 'node:fs';
import type { Err } from '@baylink/kernel';
import { type Refusal, refuse } from '../http/refusal.js';
import { errorCode } from './cannot-start.js';

/** No room, no quota (POSIX), and what SQLite makes of either. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

export const isDiskFull = (error: unknown): boolean => FULL.has(errorCode(error));

/** For whoever asked, and for the log. What was half written has been taken back by whoever wrote it. */
export const diskFull = (dataDir: string): Err<Refusal> =>
  refuse(
    'no-room',
    `The broker's disk is full (${free(dataDir)} left for its data): nothing of this was kept, and what was stored before is untouched. Have its operator free space, then send it again.`,
    RETRY_AFTER,
  );

/** Seconds. */
const RETRY_AFTER = 30;

function free(dataDir: string): string {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return `${bavail * bsize} bytes`;
  } catch {
    return 'an unknown number of bytes';
  }
}
