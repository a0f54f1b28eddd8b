export * from './directory.js';
export * from './entry.js';
export * from './extract.js';
export * from './limits.js';
