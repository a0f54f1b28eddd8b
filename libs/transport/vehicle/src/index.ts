export * from './link.js';
export * from './unlisted-unit.js';
