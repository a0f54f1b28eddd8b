export * from './disk/index.js';
export * from './edges.js';
export * from './fault-injector/index.js';
export * from './links/index.js';
export * from './pass-thru/index.js';
export * from './replay/index.js';
