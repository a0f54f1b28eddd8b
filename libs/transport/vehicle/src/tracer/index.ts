export * from './trace-line.js';
export * from './traced-link.js';
