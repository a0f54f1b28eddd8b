export * from './io.js';
export * from './state.js';
