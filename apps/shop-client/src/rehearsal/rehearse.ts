import type { Result } from '@baylink/kernel';
import type { Rehearsal, RehearsalScene, RehearsalTask } from '@baylink/safety';

/** The bytes that a job may write, segment by segment; none where there is no such image. */
export interface RehearsalBytes {
  readonly new: readonly Uint8Array[];
  readonly original: readonly Uint8Array[];
  readonly backup: readonly Uint8Array[];
}

/** One rehearsal, whoever carries it out. It ends by itself, and at once when `signal` says so. */
export type Rehearse = (
  task: RehearsalTask,
  bytes: RehearsalBytes,
  /** Told before each scene. */
  hear: (scene: RehearsalScene) => void,
  signal: AbortSignal,
) => Promise<Result<Rehearsal, string>>;
