export type { Authentication, AuthenticationRules } from './authentication.js';
export * from './config.js';
export * from './io.js';
export type { Periodic } from './periodic.js';
export { createServer, server } from './server.js';
export * from './state.js';
