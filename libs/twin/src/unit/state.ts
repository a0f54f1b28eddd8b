import type { Millis } from '@baylink/kernel';
import type { ObdMedium } from '@baylink/protocols/obd';
import type { Addressing, Owed, ServerState, TesterId } from '@baylink/protocols/uds';
import type { BootReason, Running } from '../boot/boot.js';
import type { Job } from './job.js';
import type { BrickReason, NonVolatile } from './nonvolatile.js';
import type { UnitProfile } from './profile.js';
import type { Ram } from './ram.js';
import type { UnitReport } from './report.js';
import type { SpeechState } from './speech/speech.js';
import type { Surroundings } from './supply.js';

export interface UnitState {
  readonly profile: UnitProfile;
  readonly memory: NonVolatile;
  readonly surroundings: Surroundings;
  readonly life: Life;
}

export type Life =
  /** The supply is too low for the processor. */
  | { readonly kind: 'off' }
  /** Between reset and the first request that can be heard. */
  | { readonly kind: 'starting'; readonly ready: Millis; readonly plan: StartPlan }
  | {
      readonly kind: 'running';
      readonly running: Running;
      readonly reason: BootReason | undefined;
      readonly server: ServerState;
      readonly job: Job | undefined;
      /** Blocks written since the last erase. */
      readonly blocks: number;
      readonly ram: Ram;
      readonly speech: SpeechState;
    }
  /** For ever. */
  | { readonly kind: 'bricked'; readonly why: BrickReason };

/** What the software that starts next has to do first. */
export type StartPlan =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'session'; readonly session: number; readonly owed: Owed };

export type UnitInput =
  | {
      readonly kind: 'request';
      readonly bytes: Uint8Array;
      readonly tester: TesterId;
      readonly addressing: Addressing;
      readonly chance: Uint8Array;
      /** How OBD answers are cut: absent, as on CAN. */
      readonly medium?: ObdMedium;
    }
  /** A message for this unit has begun to arrive, or will not be completed. */
  | { readonly kind: 'indication' }
  | { readonly kind: 'reception-failed' }
  | { readonly kind: 'surroundings'; readonly surroundings: Surroundings }
  /** The reset line: what a loose contact does. */
  | { readonly kind: 'hard-reset' }
  | { readonly kind: 'tick' };

export type UnitOut =
  | { readonly kind: 'respond'; readonly bytes: Uint8Array; readonly tester: TesterId }
  | { readonly kind: 'report'; readonly report: UnitReport };

export type RunningLife = Extract<Life, { kind: 'running' }>;
