export * from './binary-class.js';
export * from './filters.js';
export * from './flags.js';
export * from './ioctls.table.js';
export * from './message.js';
export * from './protocols.table.js';
export * from './received.js';
export * from './return-codes.table.js';
