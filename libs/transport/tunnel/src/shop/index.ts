export type { LedgerSource } from './ledger-uploads.js';
export * from './listener.js';
export { ShopTunnel, type ShopTunnelOptions } from './shop-tunnel.js';
