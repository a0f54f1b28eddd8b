import { type Millis, millis } from '@baylink/kernel';
import { type JobBrief, wordsOf } from '@baylink/safety';
import type { Meddler, Stage } from './stage.js';

/** How a scene has to end: with what the plan writes, or with what was there before. */
export type Ending = 'written' | 'restored';

/** Something that goes wrong at a moment of the job, and how it must end nevertheless. */
export interface Scene {
  readonly name: string;
  readonly ending: Ending;
  /** Of the scene in whose course the moment lies; absent: of the undisturbed job. */
  readonly within?: Scene;
  /** Whether the moment has come; absent: from the beginning. */
  readonly moment?: (stage: Stage) => boolean;
  readonly strike: (stage: Stage) => void;
}

/** Longer than any S3: the session of the unit is gone when somebody is back. */
const AWAY: Millis = millis(20_000);
/** Segments whose interruption is played: the first, the last and some between. */
const SEGMENTS = 8;

const CHECK_FAILED = 0x55;
/** By identifier, and in ISO 14230-3 by local identifier. */
const WRITES: ReadonlySet<number | undefined> = new Set([0x2e, 0x3b]);

export const UNDISTURBED: Scene = { name: 'the plan as it is', ending: 'written', strike: () => undefined };

/** What a rehearsal plays after the undisturbed plan. */
export const scenesFor = (brief: JobBrief): readonly Scene[] =>
  brief.plan.kind === 'coding' ? codingScenes(brief.plan.writes.length) : programmingScenes(brief);

function programmingScenes({ image, profile, plan }: JobBrief): readonly Scene[] {
  const count = image?.segments.length ?? 0;
  const segments = pick(count, SEGMENTS);
  const of = (i: number) => (count === 1 ? '' : ` of segment ${i + 1} of ${count}`);
  const check = profile.units.find(({ address }) => address.logical === plan.target.unit)?.programming?.checkRoutine;
  const restoring: Scene = {
    name: 'what was written fails its check, and the backup is restored',
    ending: 'restored',
    strike: (stage) => {
      stage.meddler = failingCheck(wordsOf(stage).startRoutine(check ?? 0));
    },
  };
  return [
    ...segments.flatMap((i): Scene[] => [
      {
        name: `the shop client dies in the erase${of(i)}`,
        ending: 'written',
        moment: erasing(i),
        strike: (stage) => stage.die(AWAY),
      },
      {
        name: `the shop client dies in the middle of the transfer${of(i)}`,
        ending: 'written',
        moment: transferring(i),
        strike: (stage) => stage.die(AWAY),
      },
      {
        name: `the unit loses its supply in the middle of the transfer${of(i)}`,
        ending: 'written',
        moment: transferring(i),
        strike: (stage) => stage.restartUnit(),
      },
    ]),
    restoring,
    {
      name: 'the same, and the shop client dies while the backup is restored',
      ending: 'restored',
      within: restoring,
      moment: (stage) => stage.job.mode === 'restore' && transferring(0)(stage),
      strike: (stage) => stage.die(AWAY),
    },
  ];
}

function codingScenes(count: number): readonly Scene[] {
  const intended = (i: number) => (stage: Stage) =>
    stage.records.filter(({ type }) => type === 'WRITE_INTENT').length > i;
  return [
    ...pick(count, SEGMENTS).map(
      (i): Scene => ({
        name: `the shop client dies while value ${i + 1} of ${count} is written`,
        ending: 'written',
        moment: intended(i),
        strike: (stage) => stage.die(AWAY),
      }),
    ),
    {
      name: 'the unit refuses the last value, and the old ones are written back',
      ending: 'restored',
      moment: intended(count - 1),
      strike: (stage) => {
        stage.meddler = refusingOnce();
      },
    },
  ];
}

/** The unit is in the middle of erasing this segment. */
const erasing =
  (segment: number) =>
  (stage: Stage): boolean => {
    const { phase } = stage.job;
    const { life } = stage.unit;
    return (
      phase.task === 'erasing' && phase.segment === segment && life.kind === 'running' && life.job?.kind === 'erase'
    );
  };

/** About half of this segment has been acknowledged. */
const transferring =
  (segment: number) =>
  (stage: Stage): boolean => {
    const { phase } = stage.job;
    if (phase.task !== 'transferring' || phase.segment !== segment) return false;
    return phase.step !== 'request' && phase.offset * 2 >= stage.sizeOf(segment);
  };

/** The check routine finds what was written wrong; what is restored it judges as it is. */
const failingCheck =
  (start: Uint8Array): Meddler =>
  (request, response, { job }) => {
    const asked = start.every((byte, i) => request[i] === byte);
    if (!asked || response[0] !== 0x71 || job.mode === 'restore') return undefined;
    // The status stands behind what the answer repeats of its request.
    return Uint8Array.from(response, (byte, i) => (i === start.length ? CHECK_FAILED : byte));
  };

/** A value that is written is answered with generalProgrammingFailure until the old values are on their way back. */
const refusingOnce =
  (): Meddler =>
  (request, _, { job }) =>
    WRITES.has(request[0]) && job.mode === 'write' ? Uint8Array.of(0x7f, request[0] ?? 0, 0x72) : undefined;

/** At most `most` of 0…count-1, the first and the last among them. */
function pick(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return [...new Set(Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1))))];
}
