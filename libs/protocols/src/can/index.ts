export * from './dlc.table.js';
export * from './frame.js';
export * from './timing.js';
