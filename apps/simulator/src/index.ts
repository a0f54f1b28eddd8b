export type { FaultId } from './faults/fault.js';
export { FAULTS } from './faults/faults.table.js';
export type { CheckedRun } from './run/checked-run.js';
export { doubleDeaths, type Executed, singleDeaths } from './run/enumerate.js';
export { cleanLengths, execute } from './run/execute.js';
export { endOf, type ReplayFile, readReplay, replayOf } from './run/replay-file.js';
export { drawRun, FEWEST, ORDERS, type OrderName, type RunPlan } from './run/run-plan.js';
export { type FaultCount, Tally } from './run/tally.js';
