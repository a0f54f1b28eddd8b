export { BAY_TOKEN_HEADER, type BayState, HOLD_GAP_MS, HOLD_MS } from './bay/bay-state.js';
export { type Discovered, type DiscoverOptions, discover } from './discover/discover.js';
export type { Finding } from './discover/finding.js';
export { openProfile, shippedProfiles } from './profile/open-profile.js';
export { type RunningShop, runShop } from './run-shop.js';
export type { ShopOptions } from './shop-options.js';
export type { FileToLoad, ImageReader } from './staging/image.js';
export { imageWorker } from './staging/image-worker.js';
