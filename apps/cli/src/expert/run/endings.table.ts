import type { RunState } from '@baylink/contracts';
import { exitCodes } from '../../exit-codes.table.js';

/** States in which a run no longer moves by itself, with the exit code of the command that followed it. */
export const ENDINGS: ReadonlyMap<RunState, number> = new Map([
  ['DONE', exitCodes.ok],
  ['ABORTED_CLEAN', exitCodes.refused],
  ['HOLD', exitCodes.hold],
  ['RESTORED', exitCodes.restored],
]);
