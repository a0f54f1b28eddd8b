export * from './client/index.js';
export * from './codec/index.js';
export * from './server/index.js';
