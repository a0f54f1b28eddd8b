import { NRC } from '@baylink/protocols/uds';
import type { Moment } from '../gates/gate.js';
import { keyFor } from '../profile/security-keys.js';
import type { SecurityAccess } from '../profile/unit-profile.js';
import type { Task } from './phase.js';
import { requestSeed, sendKey } from './requests.js';
import type { SendStep } from './sequence.js';
import type { JobState } from './state.js';

/**
 * SecurityAccess: seed, then key, in two steps. Neither is repeated by itself: attempts are few and the unit counts them.
 * The key is made from the seed in the turn in which it leaves. (ISO 14229-1 10.4)
 */
export const unlockSteps = <T extends Task>(security: SecurityAccess | null, moment: Moment): readonly SendStep<T>[] =>
  security === null
    ? []
    : [
        {
          name: 'request seed',
          request: () => ({ bytes: requestSeed(security.level), moment }),
          heard: (job, bytes) => withSeed(job, bytes.slice(2)),
        },
        {
          name: 'send key',
          request: (job) => {
            const seed = seedOf(job);
            if (seed === undefined || isUnlocked(seed)) return undefined;
            return { bytes: sendKey(security.level, keyFor(security, seed)), moment };
          },
          heard: (job) => withSeed(job, undefined),
        },
      ];

/** An all-zero seed says that the level is unlocked already. */
const isUnlocked = (seed: Uint8Array): boolean => seed.every((byte) => byte === 0);

export const seedOf = ({ phase }: JobState): Uint8Array | undefined => ('seed' in phase ? phase.seed : undefined);

export const withSeed = (job: JobState, seed: Uint8Array | undefined): JobState =>
  'seed' in job.phase ? { ...job, phase: { ...job.phase, seed } } : job;

/** A further try could lock the unit for good. */
export const isKeyRefusal = (nrc: number): boolean => nrc === NRC.invalidKey || nrc === NRC.exceedNumberOfAttempts;
