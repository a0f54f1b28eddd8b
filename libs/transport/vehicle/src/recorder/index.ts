export * from './candump.js';
export * from './recorded-link.js';
export * from './recording.js';
