export { type CanLinkSubject, canLinkContract } from './can-link.contract.js';
export { type CanPair, canPair, type WireFate } from './can-pair.js';
export { type DiagnosticLinkSubject, diagnosticLinkContract } from './diagnostic-link.contract.js';
export { DoipGateway, GATEWAY_UNIT } from './doip-gateway.js';
export { Heard } from './heard.js';
