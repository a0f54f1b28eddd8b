export { DID, NO_SOFTWARE } from './dids.js';
export * from './nonvolatile.js';
export * from './profile.js';
export * from './report.js';
export { CHECK_STATUS, RID } from './routines.js';
export { MAX_BLOCK_LENGTH, SESSION, sampleKey } from './server-config.js';
export * from './state.js';
export * from './supply.js';
export { createUnit, unit } from './unit.js';
