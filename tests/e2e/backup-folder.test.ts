import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  chapters,
  offerFlash,
  playChapter,
  readTap,
  requestsOf,
  type Stage,
  Told,
  tapMark,
} from '../../tools/demo/src/index.js';
import { isWriteClass } from '../../tools/demo/src/oracle/write-class.js';
import { buildStage } from '../../tools/demo/src/story/run-story.js';

/** A file system of its own on every Linux. */
const SHM = '/dev/shm';
const otherDisk = existsSync(SHM) && statSync(SHM).dev !== statSync(tmpdir()).dev;
const PATIENCE = 300_000;

/** A small file system, for as long as a test; needs the rights to mount one. */
function mountSmall(at: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The broker is gone when the backup is made, so that the folder is the only second medium there is. */
describe.skipIf(!otherDisk)('the folder on another disk (needs /dev/shm)', () => {
  let folder: string;
  let stage: Stage;
  const told = new Told();

  beforeAll(async () => {
    folder = mkdtempSync(join(SHM, 'baylink-backups-'));
    stage = await buildStage({ out: told, waysIn: ['doip'], shopOptions: ['--backup-folder', folder] });
    for (const chapter of chapters.filter(({ id }) => ['pair', 'open-case', 'scan'].includes(id))) {
      const { result } = await playChapter(stage, chapter);
      if (result.kind === 'failed') throw new Error(told.after(`${chapter.id}: ${result.why}`));
    }
  }, 400_000);

  afterAll(async () => {
    await stage?.house.end();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  afterEach(async () => {
    await stage.house.startBroker();
    await stage.technician.until(
      ({ broker }) => (broker.state === 'online' ? true : undefined),
      'the tunnel',
      PATIENCE,
    );
  }, PATIENCE);

  /** A flash whose broker dies as soon as it is offered; how it stands when its backup is stored, or when it has ended. */
  async function withoutBroker() {
    const { child, job } = await offerFlash(stage, stage.ada, stage.file);
    await stage.house.killBroker();
    child.kill('SIGKILL');
    const of = (wanted: readonly string[]) =>
      stage.technician.until(
        ({ runs }) => runs.find(({ report }) => report.job === job && wanted.includes(report.state))?.report,
        wanted.join(' or '),
        PATIENCE,
      );
    return { job, of };
  }

  const refused = async (): Promise<string> => {
    const mark = tapMark(stage.house.tap);
    const { of } = await withoutBroker();
    const { sentence } = await of(['ABORTED_CLEAN']);
    expect(requestsOf(readTap(stage.house.tap, mark), stage.house.tapForms).filter(isWriteClass)).toEqual([]);
    return sentence;
  };

  test('holds the backup by its digest, as the shop’s own disk does, and the job waits for the technician', async () => {
    const { job, of } = await withoutBroker();
    const { backup } = await of(['BACKED_UP', 'PREFLIGHT_OK']);
    expect(backup?.grade).toBe('A');
    const [name = '', ...more] = readdirSync(folder);
    expect(more).toEqual([]);
    const bytes = readFileSync(join(folder, name));
    expect(name).toBe(`${createHash('sha256').update(bytes).digest('hex')}.backup`);
    const own = stage.house.at('shop/backups');
    expect(readdirSync(own).some((file) => readFileSync(join(own, file)).equals(bytes))).toBe(true);
    await stage.technician.stop(job);
    await of(['ABORTED_CLEAN']);
  }, 600_000);

  test('that is gone is told, and nothing is written', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a stick was pulled out');
    try {
      const sentence = await refused();
      expect(sentence).toContain(`folder ${folder}`);
      expect(sentence).toContain('needs it in two places');
    } finally {
      rmSync(folder);
      mkdirSync(folder);
    }
  }, 600_000);

  test.each([
    ['full', 'size=64k', /ENOSPC/],
    ['read-only', 'ro', /EROFS/],
  ])(
    'that is %s is told, and nothing is written',
    async (_, options, words) => {
      if (!mountSmall(folder, options)) return console.log('skipped: this user may not mount a file system');
      try {
        expect(await refused()).toMatch(words);
      } finally {
        execFileSync('umount', ['-l', folder]);
      }
    },
    600_000,
  );
});
