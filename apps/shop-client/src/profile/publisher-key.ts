import type { PublicJwk } from '@baylink/contracts';

/** The key of a publisher as a shop's policy has it. (RFC 8037 2, `x`) */
export const publisherKey = (x: string): PublicJwk => ({ kty: 'OKP', crv: 'Ed25519', x });
