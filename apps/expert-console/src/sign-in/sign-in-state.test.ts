import { type Effect, generateKey, issueCertificate } from '@baylink/contracts';
import { expect, test } from 'vitest';
import type { Identity } from '../session/identity.js';
import { signInState } from './sign-in-state.js';

const NOW = 1_800_000_000;
const root = (await generateKey(true)).signer;
const expert = await generateKey(false);
const other = (await generateKey(false)).signer;

async function identity(nbf: number, exp: number, jwk = expert.signer.jwk): Promise<Identity> {
  const effects: Effect[] = ['observe'];
  const issued = await issueCertificate(root, {
    serial: 's'.repeat(22),
    organisation: 'Org',
    name: 'Ada',
    jwk,
    effects,
    makes: ['*'],
    iat: nbf,
    nbf,
    exp,
  });
  if (!issued.ok) throw new Error(issued.error);
  return { ...bare, certificate: issued.value };
}

const bare: Identity = {
  name: 'Ada',
  key: expert.privateKey,
  jwk: expert.signer.jwk,
  thumbprint: expert.signer.thumbprint,
  enrolment: null,
  certificate: null,
};

test('no key, a key nobody was asked to certify, a key that waits', () => {
  expect(signInState(undefined, NOW * 1000).state).toBe('no-key');
  expect(signInState(bare, NOW * 1000).state).toBe('not-enrolled');
  const waiting = signInState({ ...bare, enrolment: 'BCDF-GHJK' }, NOW * 1000);
  expect(waiting).toMatchObject({ state: 'waiting', code: 'BCDF-GHJK' });
});

test('a certificate holds from nbf and is over at exp', async () => {
  const certified = await identity(NOW, NOW + 10);
  expect(signInState(certified, (NOW - 1) * 1000).state).toBe('not-yet-valid');
  expect(signInState(certified, NOW * 1000).state).toBe('ready');
  expect(signInState(certified, (NOW + 10) * 1000 - 1).state).toBe('ready');
  expect(signInState(certified, (NOW + 10) * 1000).state).toBe('expired');
});

test('a certificate for another key, and text that is none, are unusable and say so', async () => {
  const foreign = signInState(await identity(NOW, NOW + 10, other.jwk), NOW * 1000);
  expect(foreign.state === 'unusable' && foreign.sentence).toContain(other.thumbprint);
  expect(signInState({ ...bare, certificate: 'no.jws.here' }, NOW * 1000).state).toBe('unusable');
});
