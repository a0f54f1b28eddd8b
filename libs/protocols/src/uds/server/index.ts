export * from './config.js';
export * from './io.js';
export { createServer, server } from './server.js';
export * from './state.js';
