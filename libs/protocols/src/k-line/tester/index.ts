export * from './io.js';
export { kLineTester } from './machine.js';
export { TESTER_START, type TesterState } from './state.js';
