/** Every kind of document that Baylink signs, by the `typ` of its JWS header. One kind is never taken for another. */
export const jwsTypes = {
  envelope: 'baylink-envelope+jwt',
  plan: 'baylink-plan+jwt',
  expert: 'baylink-expert+jwt',
  root: 'baylink-root+jwt',
  signIn: 'baylink-sign-in+jwt',
  pairing: 'baylink-pairing+jwt',
  access: 'baylink-access+jwt',
  acknowledgement: 'baylink-acknowledgement+jwt',
  checkpoint: 'baylink-checkpoint+jwt',
  witness: 'baylink-witness+jwt',
  profile: 'baylink-profile+jwt',
  file: 'baylink-file+jwt',
  countersignature: 'baylink-countersignature+jwt',
} as const;
export type JwsType = (typeof jwsTypes)[keyof typeof jwsTypes];

/** Characters of a compact JWS. */
export const JWS_LIMIT = 8192;
/** Only what a shop sends to an expert may be this long: scans are. */
export const SHOP_ENVELOPE_LIMIT = 65536;
