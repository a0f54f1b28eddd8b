export { type KLineLinkOptions, openKLineLink } from './k-line-link.js';
export type { LowBy } from './line-port.js';
