export * from './pty.js';
