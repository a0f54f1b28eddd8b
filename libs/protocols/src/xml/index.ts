export * from './element.js';
export * from './limits.js';
export * from './parse.js';
