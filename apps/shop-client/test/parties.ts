import { type ExpertCertificate, generateKey } from '@baylink/contracts';

const id = (letter: string): string => letter.repeat(22);
export const IDS = { visit: id('V'), case: id('C'), nonce: id('N'), job: id('J'), question: id('q') };

export const root = (await generateKey(false)).signer;
export const expert = (await generateKey(false)).signer;
export const stranger = (await generateKey(false)).signer;
export const shop = (await generateKey(false)).signer;

/** 2026, where the simulated wall clock stands. */
const NOW = 1_767_225_600;

export const certificate: ExpertCertificate = {
  v: 1,
  serial: id('S'),
  iss: root.thumbprint,
  organisation: 'Org',
  sub: expert.thumbprint,
  name: 'Ada',
  jwk: expert.jwk,
  effects: ['observe', 'actuate', 'code', 'program'],
  makes: ['*'],
  iat: NOW,
  nbf: NOW - 10,
  exp: NOW + 86_400,
};
