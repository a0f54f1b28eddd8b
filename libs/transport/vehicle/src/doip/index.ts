export type { TlsOptions } from './connect.js';
export { openDoipLinkAsDemanded } from './demanded-tls.js';
export { type DiscoveredEntity, type DiscoverOptions, type Discovery, discover } from './discover.js';
export { type DoipLinkOptions, openDoipLink } from './doip-link.js';
