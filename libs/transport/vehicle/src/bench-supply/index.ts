export * from './bench-supply.js';
