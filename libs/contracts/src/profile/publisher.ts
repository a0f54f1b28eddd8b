import type { PublicJwk } from '../identity/names.js';

/** Whose vehicle profiles this product believes. Written by `npm run profiles -- --new-key`, never by hand. */
export const PROFILE_PUBLISHER: PublicJwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'fLGUp35gTwTaSEsjCmcqFXxZ-gBXhGGrFtPegshtLwo',
};
