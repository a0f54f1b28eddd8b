import type { BootReason, Running } from '../boot/boot.js';
import type { BrickReason } from './nonvolatile.js';

/** What a unit does that no tester is told: for the log, the screen and scripts that wait for it. */
export type UnitReport =
  | { readonly kind: 'started'; readonly running: Running; readonly reason: BootReason | undefined }
  | { readonly kind: 'reset' }
  | { readonly kind: 'power-lost' }
  | { readonly kind: 'bricked'; readonly why: BrickReason }
  | { readonly kind: 'session'; readonly session: number; readonly cause: 'request' | 's3' }
  | { readonly kind: 'erase-began'; readonly start: number; readonly size: number }
  | { readonly kind: 'erase-ended'; readonly result: 'erased' | 'failed' }
  /** `number` counts the blocks written since the last erase, from 1. */
  | { readonly kind: 'block'; readonly number: number; readonly address: number; readonly size: number }
  | { readonly kind: 'value-written'; readonly did: number };

/** Every kind of report, for those who name one. */
export const UNIT_REPORTS = [
  'started',
  'reset',
  'power-lost',
  'bricked',
  'session',
  'erase-began',
  'erase-ended',
  'block',
  'value-written',
] as const satisfies readonly UnitReport['kind'][];
