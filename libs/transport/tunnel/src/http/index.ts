export * from './broker-api.js';
export type { HttpFailure } from './failure.js';
export * from './public-api.js';
export type { Party } from './session.js';
