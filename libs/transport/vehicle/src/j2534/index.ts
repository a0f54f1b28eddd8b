export { type J2534CanLinkOptions, openJ2534CanLink } from './j2534-can-link.js';
export { type J2534LinkOptions, openJ2534Link } from './j2534-link.js';
export type { PassThruOptions } from './pass-thru.js';
