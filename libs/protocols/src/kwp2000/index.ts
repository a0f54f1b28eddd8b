export * from './answers.js';
export * from './codec.js';
export * from './describe.js';
export * from './layout.js';
export * from './nrc.table.js';
export * from './services.table.js';
