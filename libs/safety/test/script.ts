import type { DownloadSeen } from '@baylink/protocols/uds';
import type { Backup, JobBrief, JobEvent, JobRecord, JobState, Surroundings } from '../src/index.js';
import type { Bench } from './bench.js';
import type { Fault, ScriptedUnit } from './scripted-unit.js';

/** Where the executor dies: before or after the effect of its n-th journal or wire operation, counted over all lives. */
export interface Kill {
  readonly at: number;
  readonly when: 'before' | 'after';
}

export interface Script {
  readonly brief: JobBrief;
  readonly unit: ScriptedUnit;
  readonly volts?: (t: number) => number | undefined;
  readonly kills?: readonly Kill[];
  /** How long the executor is dead. */
  readonly downtime?: number;
  /** Whether the staged file can be read after a restart. */
  readonly staged?: 'gone after a restart';
  /** Why a restarted job has to stand still, and the next step. */
  readonly standstill?: { readonly why: string; readonly next: string };
  /** Whether the keeper outlives the executor; unless told it dies with it. */
  readonly keeper?: 'lives on' | 'dies too';
  /** In place of what the keeper has seen. */
  readonly recalled?: (seen: DownloadSeen | undefined) => DownloadSeen | undefined;
  readonly fault?: (bytes: Uint8Array, count: number, t: number) => Fault | undefined;
  readonly surroundings?: (facts: Surroundings, t: number) => Surroundings;
  readonly events?: readonly { readonly when: (bench: Bench) => boolean; readonly event: JobEvent }[];
  readonly fsyncFails?: (record: JobRecord) => boolean;
  /** In place of a rehearsal that holds, and of a drill that finds everything. */
  readonly rehearsed?: () => JobEvent;
  readonly drilled?: (backup: Backup | undefined) => JobEvent | undefined;
  readonly rot?: (segment: number, offset: number) => boolean;
  readonly acknowledge?: (now: number, job: JobState, agree: () => JobEvent) => JobEvent | undefined;
  /** In place of the digest that the stored backup reads back with. */
  readonly stored?: (digest: string) => string;
  /** What other units say of the vehicle, by DID, where it is not as it should be. */
  readonly answers?: ReadonlyMap<number, Uint8Array>;
  /** Where the backup is kept; ":damaged" behind a medium reads back differently. */
  readonly places?: readonly string[];
  /** Nobody confirms the finished write. */
  readonly confirms?: false;
  readonly until?: number;
}

export interface Wire {
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly unit: number;
  /** Durable records at the moment of sending. */
  readonly durable: number;
}

/** What the media of the script hold of a backup. */
export const placesOf = ({ places = ['shop-disk', 'broker'] }: Script, digest: string) =>
  places.map((place) => {
    const [medium = '', state] = place.split(':');
    return { medium, digest: state === 'damaged' ? '00'.repeat(32) : digest };
  });
