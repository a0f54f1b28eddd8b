export * from './elm-link.js';
export type { ElmPlace } from './wire.js';
