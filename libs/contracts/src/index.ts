export * from './bytes/base64url.js';
export * from './bytes/utf8.js';
export * from './envelope/compose.js';
export * from './envelope/envelope.js';
export * from './envelope/guard.js';
export * from './envelope/lifetimes.table.js';
export * from './envelope/seal.js';
export * from './file/file-signature.js';
export * from './http/shapes.js';
export * from './identity/authority.js';
export * from './identity/canonical.js';
export * from './identity/certificate.js';
export * from './identity/dates.js';
export * from './identity/digest.js';
export * from './identity/ids.js';
export * from './identity/names.js';
export * from './identity/signer.js';
export * from './identity/thumbprint.js';
export * from './identity/user-code.js';
export * from './jws/sign.js';
export * from './jws/types.table.js';
export * from './jws/verify.js';
export * from './plan/colleague-plan.js';
export * from './plan/countersignature.js';
export * from './plan/phrase.js';
export * from './plan/plan.js';
export * from './plan/plan-document.js';
export * from './plan/plan-words.js';
export * from './plan/signed-plan.js';
export * from './profile/publisher.js';
export * from './profile/signed-profile.js';
export * from './tunnel/expert-socket.js';
export * from './tunnel/frame.js';
export * from './tunnel/shop-tunnel.js';
export * from './tunnel/stream.js';
export * from './tunnel/stream-limits.table.js';
export {
  hasRoom,
  openStream,
  type StreamInput,
  type StreamOut,
  type StreamState,
} from './tunnel/stream-state.js';
export * from './visit/expert-body.js';
export * from './visit/findings.js';
export * from './visit/rules-in-force.js';
export * from './visit/run.js';
export * from './visit/shop-body.js';
export * from './visit/verdict.js';
