export * from './communication.table.js';
export * from './key-bytes.js';
export * from './message.js';
export * from './reader.js';
export * from './server/index.js';
export * from './tester/index.js';
export * from './timing.js';
