export {
  type BlockChecksum,
  type ContainerRepair,
  type Correction,
  type FirmwareInspection,
  parseChecksumSpec,
} from '@baylink/protocols/firmware';
export type { DecodedParam, ExplainedMessage, OdxSummary, SeenMessage } from '@baylink/protocols/odx';
export { publisherWords, type TrustedPublisher } from '@baylink/safety';
export { BAY_TOKEN_HEADER, type BayState, HOLD_GAP_MS, HOLD_MS } from './bay/bay-state.js';
export { type Discovered, type DiscoverOptions, discover } from './discover/discover.js';
export type { Finding } from './discover/finding.js';
export { openProfile, shippedProfiles } from './profile/open-profile.js';
export { overlayIn } from './profile/overlays.js';
export { readPolicy } from './profile/shop-policy.js';
export type { OdxDescription } from './quarantine/describe-odx.js';
export { type QuarantineLimits, quarantineLimits } from './quarantine/limits.js';
export { inQuarantine } from './quarantine/quarantine.js';
export { type RunningShop, runShop } from './run-shop.js';
export type { ShopOptions } from './shop-options.js';
export type { FileToLoad, ImageReader, LoadedImage } from './staging/image.js';
export { publisherOf } from './staging/publisher.js';
export { quarantinedImage } from './staging/quarantined-image.js';
export { messagesOf } from './tap/reading/channels.js';
export { readTap } from './tap/reading/chunk.js';
export { pair } from './tap/reading/conversation.js';
export type { TapMessage } from './tap/reading/listener.js';
