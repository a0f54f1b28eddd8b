export * from './command.js';
export type { Dialect, DialectName } from './dialect.js';
export { DIALECTS } from './dialects.table.js';
export * from './host.js';
export * from './instrument.js';
export * from './signature.js';
