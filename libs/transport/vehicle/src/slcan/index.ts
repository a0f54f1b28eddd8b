export * from './slcan-link.js';
