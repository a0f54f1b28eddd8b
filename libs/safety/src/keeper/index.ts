export {
  createKeeper,
  type EndOfKeeping,
  KEEPER_DEFAULTS,
  type KeeperConfig,
  type KeeperInput,
  type KeeperOut,
  type KeeperState,
  keeper,
  rememberedDownload,
} from './keeper.js';
export { mayLeaveUnasked, ownMessage } from './own-message.js';
export type { KeptSession, Sessions } from './sessions.js';
