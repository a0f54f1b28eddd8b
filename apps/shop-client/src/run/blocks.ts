import { err, ok, type Result } from '@baylink/kernel';
import type { Backup, JobOut } from '@baylink/safety';
import type { RehearsalBytes } from '../rehearsal/rehearse.js';
import type { JobFiles } from './planned-image.js';

type NeedBlock = Extract<JobOut, { kind: 'need-block' }>;

/**
 * The bytes that a job may write. They are held by this process from the moment they were digested: a file that is
 * swapped on the disk later changes nothing (A9). The write job compares every block with its own hash list anyway.
 */
export class Blocks {
  constructor(
    private files: JobFiles,
    private backup: Backup | undefined,
  ) {}

  /** The backup that was stored and read back: what a restore writes. */
  keep(backup: Backup): void {
    this.backup = backup;
  }

  /** What was found of them now, digested. */
  hold(files: JobFiles, backup: Backup | undefined): void {
    this.files = files;
    this.backup = backup;
  }

  read(need: NeedBlock): Result<Uint8Array, string> {
    const segment = this.segments(need.image)?.[need.segment];
    if (!segment) return err(`segment ${need.segment} of the ${need.image} image is not held here`);
    const bytes = segment.bytes.slice(need.offset, need.offset + need.length);
    if (bytes.length === need.length) return ok(bytes);
    return err(
      `segment ${need.segment} of the ${need.image} image ends at ${segment.bytes.length}, before ${need.offset + need.length}`,
    );
  }

  /** Everything that the job may write, for those who rehearse it. */
  all(): RehearsalBytes {
    const of = (image: NeedBlock['image']) => this.segments(image)?.map(({ bytes }) => bytes) ?? [];
    return { new: of('new'), original: of('original'), backup: of('backup') };
  }

  private segments(image: NeedBlock['image']): readonly { readonly bytes: Uint8Array }[] | undefined {
    switch (image) {
      case 'new':
        return this.files.image?.segments;
      case 'backup':
        return this.backup?.segments;
      case 'original':
        return this.files.original?.segments;
    }
  }
}
