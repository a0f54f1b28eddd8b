export * from './decode/decoded.js';
export * from './decode/exchange.js';
export { decodeRequest, decodeResponse } from './decode/message.js';
export { didNames, dtcNames, routineNames } from './decode/names.js';
export type { OdxLayer } from './layer/layer.js';
export { openOdx } from './open.js';
