export * from './repair.js';
export * from './repaired-file.js';
