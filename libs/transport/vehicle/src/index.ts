export * from './direct-certificate.js';
export * from './link.js';
export * from './unlisted-unit.js';
