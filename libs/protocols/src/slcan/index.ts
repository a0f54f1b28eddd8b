export * from './adapter.js';
export * from './adapter-state.js';
export * from './bit-rates.table.js';
export * from './frame-text.js';
export * from './host.js';
export type { HostCommand } from './host-commands.js';
export { EMPTY_LINE, type LineState, splitLines } from './lines.js';
