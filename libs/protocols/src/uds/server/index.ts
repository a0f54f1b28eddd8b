export * from './config.js';
export * from './io.js';
export * from './state.js';
