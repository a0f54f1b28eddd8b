import { RID } from '../routines.js';

/** Local identifiers of the sample bootloader's routines, and whether an address range stands first among their parameters. */
export const KWP_ROUTINE = {
  eraseMemory: 0xc4,
  checkProgrammingDependencies: 0xc5,
  checkMemory: 0xc6,
  dependencyStatus: 0xc7,
} as const satisfies { readonly [name in keyof typeof RID]: number };

interface Routine {
  readonly local: number;
  readonly rid: number;
  readonly ranged: boolean;
}

const ROUTINES: readonly Routine[] = [
  { local: KWP_ROUTINE.eraseMemory, rid: RID.eraseMemory, ranged: true },
  { local: KWP_ROUTINE.checkProgrammingDependencies, rid: RID.checkProgrammingDependencies, ranged: false },
  { local: KWP_ROUTINE.checkMemory, rid: RID.checkMemory, ranged: true },
  { local: KWP_ROUTINE.dependencyStatus, rid: RID.dependencyStatus, ranged: false },
];

export const routineCalled = (local: number): Routine | undefined => ROUTINES.find((entry) => entry.local === local);
export const routineOf = (rid: number): Routine | undefined => ROUTINES.find((entry) => entry.rid === rid);
