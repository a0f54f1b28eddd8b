export * from './bytes.js';
export * from './clause.js';
export * from './clock.js';
export * from './disk.js';
export * from './driven-machine.js';
export * from './machine.js';
export * from './result.js';
export * from './units.js';
