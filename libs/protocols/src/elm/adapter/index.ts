export { elmAdapter } from './adapter.js';
export * from './personalities.table.js';
export { ADAPTER_START, type AdapterInput, type AdapterOut, type AdapterState } from './state.js';
