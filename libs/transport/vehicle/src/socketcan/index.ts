export * from './socketcan-link.js';
