import { type Step, unreachable } from '@baylink/kernel';
import type { AuthParameters } from '../codec/authentication.table.js';
import { AUTHENTICATION_RETURN as RETURN, AUTHENTICATION_TASK as TASK } from '../codec/authentication.table.js';
import { decodePositive } from '../codec/decode.js';
import { encodeRequest } from '../codec/encode.js';
import { nrcName } from '../codec/nrc.table.js';
import type { Outcome } from './io.js';

/** Certificates are bytes that nobody here looks into; the private key stays with whoever answers `sign`. */
export interface Credentials {
  readonly communicationConfiguration: number;
  readonly certificate: Uint8Array;
  /** `mutual`: the unit shows a certificate too, and its proof over this challenge is judged by whoever answers `verify`. */
  readonly mode: 'unit asks' | { readonly kind: 'mutual'; readonly challengeClient: Uint8Array };
}

export type AuthenticatorInput =
  | { readonly kind: 'start' }
  /** What became of the request that was sent last. */
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** The proof of ownership, however long it took to make; `undefined`: the signer refuses. */
  | { readonly kind: 'signed'; readonly proof: Uint8Array | undefined; readonly ephemeralPublicKey?: Uint8Array }
  | { readonly kind: 'verified'; readonly trusted: 'yes' | 'no' };

export type AuthenticatorOut =
  /** Through a client, which gives the outcome back. */
  | { readonly kind: 'request'; readonly bytes: Uint8Array }
  | { readonly kind: 'verify'; readonly unit: AuthParameters }
  | { readonly kind: 'sign'; readonly challenge: Uint8Array; readonly unit: AuthParameters }
  | { readonly kind: 'done'; readonly result: AuthenticationResult };

export type AuthenticationResult =
  | { readonly kind: 'authenticated'; readonly sessionKeyInfo: Uint8Array }
  /** A sentence: who said no, and what to do. */
  | { readonly kind: 'refused'; readonly message: string };

export type AuthenticatorState =
  | { readonly kind: 'idle'; readonly credentials: Credentials }
  | { readonly kind: 'showing certificate'; readonly credentials: Credentials }
  | { readonly kind: 'verifying'; readonly credentials: Credentials; readonly unit: AuthParameters }
  | { readonly kind: 'signing'; readonly credentials: Credentials }
  | { readonly kind: 'proving'; readonly credentials: Credentials };

type Turn = Step<AuthenticatorState, AuthenticatorOut>;

export const createAuthenticator = (credentials: Credentials): AuthenticatorState => ({ kind: 'idle', credentials });

/**
 * Authentication with certificates from the tester's side: certificate, proof, done. It has no timer: the client below
 * bounds each request, and its owner how long a signer may take. What comes out of turn is ignored. (ISO 14229-1:2020 0x29)
 */
export function stepAuthenticator(state: AuthenticatorState, input: AuthenticatorInput): Turn {
  const { credentials } = state;
  switch (state.kind) {
    case 'idle':
      return input.kind === 'start' ? showCertificate(credentials) : { state, out: [] };
    case 'showing certificate':
      return input.kind === 'outcome' ? takeChallenge(credentials, input.outcome) : { state, out: [] };
    case 'verifying':
      if (input.kind !== 'verified') return { state, out: [] };
      return input.trusted === 'yes'
        ? sign(credentials, state.unit)
        : end(
            credentials,
            refused(
              'The certificate or proof of the unit is not trusted. Nothing was proven to it; check the link and the certificates.',
            ),
          );
    case 'signing':
      return input.kind === 'signed' ? prove(credentials, input.proof, input.ephemeralPublicKey) : { state, out: [] };
    case 'proving':
      return input.kind === 'outcome' ? end(credentials, judge(input.outcome)) : { state, out: [] };
    default:
      return unreachable(state);
  }
}

const bidirectional = ({ mode }: Credentials): boolean => mode !== 'unit asks';

const end = (credentials: Credentials, result: AuthenticationResult): Turn => ({
  state: { kind: 'idle', credentials },
  out: [{ kind: 'done', result }],
});

const refused = (message: string): AuthenticationResult => ({ kind: 'refused', message });

function showCertificate(credentials: Credentials): Turn {
  const { mode, certificate, communicationConfiguration } = credentials;
  const bytes = encodeRequest({
    service: 'Authentication',
    task: bidirectional(credentials) ? TASK.verifyCertificateBidirectional : TASK.verifyCertificateUnidirectional,
    parameters: {
      communicationConfiguration: Uint8Array.of(communicationConfiguration),
      certificateClient: certificate,
      challengeClient: mode === 'unit asks' ? new Uint8Array() : mode.challengeClient,
    },
    suppress: false,
  });
  return { state: { kind: 'showing certificate', credentials }, out: [{ kind: 'request', bytes }] };
}

function takeChallenge(credentials: Credentials, outcome: Outcome): Turn {
  const response = outcome.kind === 'positive' ? decodePositive(outcome.bytes) : undefined;
  if (response?.service !== 'Authentication') return end(credentials, refused(whyNot(outcome)));
  if (response.returnParameter !== RETURN.certificateVerifiedOwnershipVerificationNecessary) {
    return end(
      credentials,
      refused('The unit asks for no proof after the certificate: it does not authenticate this way.'),
    );
  }
  const unit = response.parameters;
  return bidirectional(credentials)
    ? { state: { kind: 'verifying', credentials, unit }, out: [{ kind: 'verify', unit }] }
    : sign(credentials, unit);
}

function sign(credentials: Credentials, unit: AuthParameters): Turn {
  const challenge = unit.challengeServer ?? new Uint8Array();
  if (challenge.length === 0) return end(credentials, refused('The unit has sent no challenge. Begin again.'));
  return { state: { kind: 'signing', credentials }, out: [{ kind: 'sign', challenge, unit }] };
}

function prove(
  credentials: Credentials,
  proof: Uint8Array | undefined,
  ephemeralPublicKey: Uint8Array = new Uint8Array(),
): Turn {
  if (proof === undefined)
    return end(credentials, refused('The key has not signed the challenge. Nothing was proven.'));
  const bytes = encodeRequest({
    service: 'Authentication',
    task: TASK.proofOfOwnership,
    parameters: { proofOfOwnershipClient: proof, ephemeralPublicKeyClient: ephemeralPublicKey },
    suppress: false,
  });
  return { state: { kind: 'proving', credentials }, out: [{ kind: 'request', bytes }] };
}

function judge(outcome: Outcome): AuthenticationResult {
  const response = outcome.kind === 'positive' ? decodePositive(outcome.bytes) : undefined;
  return response?.service === 'Authentication' &&
    response.returnParameter === RETURN.ownershipVerifiedAuthenticationComplete
    ? { kind: 'authenticated', sessionKeyInfo: response.parameters.sessionKeyInfo ?? new Uint8Array() }
    : refused(whyNot(outcome));
}

const whyNot = (outcome: Outcome): string =>
  outcome.kind === 'negative'
    ? `The unit refuses authentication with NRC 0x${outcome.nrc.toString(16).toUpperCase().padStart(2, '0')} (${nrcName(outcome.nrc)}). Check certificate, session and clock.`
    : 'The unit has not answered the authentication as it should. Begin again.';
