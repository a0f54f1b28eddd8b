export * from './algorithms.table.js';
export * from './block-checksum.js';
export * from './plugin.js';
export * from './spec.js';
