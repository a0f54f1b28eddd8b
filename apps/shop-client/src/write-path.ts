/* The parts of the shop client that a write passes through, for whoever gives them other edges: a clock, a disk, a car. */
export { BackupStore, type RemoteBlobs } from './backup/backup-store.js';
export { EpochFile } from './broker/epoch-file.js';
export { replaceFile } from './disk/document.js';
export { sleepCountingClock } from './facts/sleep-counting-clock.js';
export { VoltageDesk } from './facts/voltage-desk.js';
export { KeyAttempts } from './keys/key-attempts.js';
export { LedgerShelf } from './ledger/ledger-shelf.js';
export { rehearseHere } from './rehearsal/here.js';
export type { Rehearse } from './rehearsal/rehearse.js';
export { Acknowledger } from './run/acknowledger.js';
export { JobDesk } from './run/job-desk.js';
export type { VisitTerms } from './run/plan-door.js';
export { recoverJobs } from './run/recover-jobs.js';
export { loadHere } from './staging/image.js';
export { Staging } from './staging/staging.js';
export { VehicleSide } from './vehicle/vehicle-side.js';
