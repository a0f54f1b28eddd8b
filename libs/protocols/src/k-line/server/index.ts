export * from './io.js';
export { kLineServer } from './machine.js';
export { LINE_START, type LineState } from './state.js';
