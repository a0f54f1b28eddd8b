export * from './frame.js';
export * from './timing.js';
