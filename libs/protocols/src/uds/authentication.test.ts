import { type createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { concat, err, ok, showBytes } from '@baylink/kernel';
import { expect, test } from 'vitest';
import {
  type AuthenticatorInput,
  type AuthenticatorOut,
  type Credentials,
  createAuthenticator,
  stepAuthenticator,
} from './client/authenticator.js';
import type { Outcome } from './client/io.js';
import { decodeNegative } from './codec/decode.js';
import { NRC } from './codec/nrc.table.js';
import type { AuthenticationRules } from './server/authentication.js';
import type { ServerConfig } from './server/config.js';
import { bytes, obliging, SAMPLE, ServerRig } from './server/server.rig.js';

/** A tiny PKI: a certificate is a public key in SPKI form and the root's signature over it. */
const root = generateKeyPairSync('ed25519');
const tester = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const SIGNATURE = 64;

const spki = (key: ReturnType<typeof createPublicKey>): Uint8Array =>
  Uint8Array.from(key.export({ type: 'spki', format: 'der' }));
const issue = (subject: typeof tester, issuer: typeof root): Uint8Array => {
  const body = spki(subject.publicKey);
  return concat(body, Uint8Array.from(sign(null, body, issuer.privateKey)));
};

const RULES: AuthenticationRules = {
  certificate: (certificate) => {
    const body = certificate.subarray(0, -SIGNATURE);
    if (certificate.length <= SIGNATURE) return err(NRC.certificateVerificationFailedInvalidFormat);
    return verify(null, body, root.publicKey, certificate.subarray(-SIGNATURE))
      ? ok(body)
      : err(NRC.certificateVerificationFailedInvalidSignature);
  },
  proof: (publicKey, challenge, proof) =>
    verify(null, challenge, createPublicKey({ key: Buffer.from(publicKey), type: 'spki', format: 'der' }), proof),
  challengeBytes: 16,
};

const CONFIG: ServerConfig = {
  ...SAMPLE,
  services: [
    ...SAMPLE.services.filter(({ sid }) => sid !== 0x31),
    { sid: 0x29, sessions: 'any' },
    { sid: 0x31, sessions: 'any', authentication: 'required' },
  ],
  authentication: RULES,
};

const credentials = (certificate: Uint8Array): Credentials => ({
  communicationConfiguration: 0,
  certificate,
  mode: 'unit asks',
});

const outcomeOf = (answer: string | undefined): Outcome => {
  const message = bytes(answer ?? '');
  const negative = decodeNegative(message);
  if (negative !== undefined) return { kind: 'negative', sid: negative.sid, nrc: negative.nrc };
  return answer === undefined ? { kind: 'silent' } : { kind: 'positive', bytes: message };
};

/** Lets tester and unit talk until the machine is done. */
function run(rig: ServerRig, who: Credentials, key: ReturnType<typeof createPrivateKey>) {
  let state = createAuthenticator(who);
  const feed = (input: AuthenticatorInput): AuthenticatorOut | undefined => {
    const turn = stepAuthenticator(state, input);
    state = turn.state;
    return turn.out[0];
  };
  let out = feed({ kind: 'start' });
  for (let turns = 0; turns < 10 && out !== undefined; turns++) {
    if (out.kind === 'done') return out.result;
    out =
      out.kind === 'request'
        ? feed({ kind: 'outcome', outcome: outcomeOf(rig.ask(showBytes(out.bytes))[0]) })
        : out.kind === 'sign'
          ? feed({ kind: 'signed', proof: Uint8Array.from(sign(null, out.challenge, key)) })
          : feed({ kind: 'verified', trusted: 'yes' });
  }
  throw new Error('the authenticator did not come to an end');
}

test('[UDS-R57][UDS-R58] certificate and proof open what wants them, until the tester or the session gives it back', () => {
  const rig = new ServerRig(obliging, CONFIG);
  expect(rig.ask('31 01 02 01')).toEqual(['7F 31 34']);
  expect(run(rig, credentials(issue(tester, root)), tester.privateKey)).toMatchObject({ kind: 'authenticated' });
  expect(rig.ask('31 01 02 01')).toEqual(['71 01 02 01']);
  expect(rig.ask('29 00')).toEqual(['69 00 10']);
  expect(rig.ask('31 01 02 01')).toEqual(['7F 31 34']);
  run(rig, credentials(issue(tester, root)), tester.privateKey);
  rig.ask('10 03');
  expect(rig.ask('31 01 02 01')).toEqual(['71 01 02 01']);
  rig.wait(5000);
  expect(rig.ask('31 01 02 01')).toEqual(['7F 31 34']);
});

test.each([
  ['a certificate of another root', () => [issue(tester, stranger), tester] as const, 'InvalidSignature'],
  ['no certificate', () => [new Uint8Array(), tester] as const, 'InvalidFormat'],
  ['a proof of another key', () => [issue(tester, root), stranger] as const, 'ownershipVerificationFailed'],
])('[UDS-R57][UDS-R58] %s is refused, and nothing is open', (_, make, why) => {
  const rig = new ServerRig(obliging, CONFIG);
  const [certificate, signer] = make();
  const result = run(rig, credentials(certificate), signer.privateKey);
  expect(result).toMatchObject({ kind: 'refused', message: expect.stringContaining(why) });
  expect(rig.ask('31 01 02 01')).toEqual(['7F 31 34']);
});

test('[UDS-R57] a proof without a challenge is NRC 0x24, and a challenge is good for one proof', () => {
  const rig = new ServerRig(obliging, CONFIG);
  expect(rig.ask('29 03 00 01 55 00 00')).toEqual(['7F 29 24']);
  const certificate = issue(tester, root);
  rig.ask(`29 01 00 00 ${showBytes(Uint8Array.of(certificate.length))} ${showBytes(certificate)} 00 00`);
  expect(rig.ask('29 03 00 01 55 00 00')).toEqual(['7F 29 58']);
  expect(rig.ask('29 03 00 01 55 00 00')).toEqual(['7F 29 24']);
  expect(rig.ask('29 08')).toEqual(['69 08 02']);
  expect(rig.ask('29 05 00 06 09 60 86 48 01 65 03 04 02 01 00 00 00 00 00')).toEqual(['7F 29 12']);
});

test('[UDS-R57] a unit without certificates has no task of it', () => {
  const rig = new ServerRig(obliging, { ...SAMPLE, services: [{ sid: 0x29, sessions: 'any' }] });
  expect(rig.ask('29 08')).toEqual(['7F 29 12']);
});

const mutual: Credentials = {
  communicationConfiguration: 0,
  certificate: bytes('30 01'),
  mode: { kind: 'mutual', challengeClient: bytes('11 22') },
};

test('[UDS-R58] a unit that shows a certificate is judged before anything is proven to it', () => {
  const started = stepAuthenticator(createAuthenticator(mutual), { kind: 'start' });
  expect(started.out).toEqual([{ kind: 'request', bytes: bytes('29 02 00 00 02 30 01 00 02 11 22') }]);
  const answer: Outcome = { kind: 'positive', bytes: bytes('69 02 11 00 02 CA FE 00 01 30 00 01 55 00 00') };
  const shown = stepAuthenticator(started.state, { kind: 'outcome', outcome: answer });
  expect(shown.out).toMatchObject([{ kind: 'verify', unit: { certificateServer: bytes('30') } }]);
  expect(stepAuthenticator(shown.state, { kind: 'verified', trusted: 'no' }).out).toMatchObject([
    { kind: 'done', result: { kind: 'refused' } },
  ]);
  const trusted = stepAuthenticator(shown.state, { kind: 'verified', trusted: 'yes' });
  expect(trusted.out).toMatchObject([{ kind: 'sign', challenge: bytes('CA FE') }]);
  expect(stepAuthenticator(trusted.state, { kind: 'signed', proof: undefined }).out).toMatchObject([
    { kind: 'done', result: { kind: 'refused' } },
  ]);
});

test('[UDS-R58] what comes out of turn changes nothing, what is not an answer ends it', () => {
  const idle = createAuthenticator(mutual);
  for (const input of [
    { kind: 'signed', proof: bytes('00') },
    { kind: 'verified', trusted: 'yes' },
    { kind: 'outcome', outcome: { kind: 'silent' } },
  ] as const)
    expect(stepAuthenticator(idle, input)).toEqual({ state: idle, out: [] });
  const started = stepAuthenticator(idle, { kind: 'start' });
  for (const outcome of [
    { kind: 'silent' },
    { kind: 'positive', bytes: bytes('69 02 10 00 00 00 00 00 00 00 00') },
    { kind: 'positive', bytes: bytes('69 02 11 00 00 00 00 00 00 00 00') },
    { kind: 'positive', bytes: bytes('62 F1 90') },
  ] satisfies Outcome[]) {
    const turn = stepAuthenticator(started.state, { kind: 'outcome', outcome });
    const judged =
      turn.out[0]?.kind === 'verify' ? stepAuthenticator(turn.state, { kind: 'verified', trusted: 'yes' }) : turn;
    expect(judged.out).toMatchObject([{ kind: 'done', result: { kind: 'refused' } }]);
  }
});
