export { type ActivationPolicy, ENTITY_TIMING, type EntityConfig, gatewayConfig } from './config.js';
export { doipEntity } from './machine.js';
export {
  ENTITY_START,
  type EntityInput,
  type EntityOut,
  type EntityState,
  type PowerMode,
  type Security,
  type SocketId,
  type UdpPeer,
} from './state.js';
