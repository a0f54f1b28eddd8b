import { err, ok, type Result } from '@baylink/kernel';
import { type AuthenticationRequest, encodeAuthAnswer } from '../codec/authentication.js';
import { AUTHENTICATION_RETURN as RETURN, AUTHENTICATION_TASK as TASK } from '../codec/authentication.table.js';
import { NRC, type Nrc } from '../codec/nrc.table.js';

/** Authentication with certificates, as far as a unit has it. Keys and signatures are opaque bytes to the server. */
export interface AuthenticationRules {
  /** The public key in a certificate that is trusted, or the NRC (0x50 to 0x57) that says why it is not. */
  readonly certificate: (certificate: Uint8Array) => Result<Uint8Array, Nrc>;
  /** Whether `proof` is made over the challenge with the private half of the key. */
  readonly proof: (publicKey: Uint8Array, challenge: Uint8Array, proof: Uint8Array) => boolean;
  /** 1 to 16. */
  readonly challengeBytes: number;
}

/** How far a tester has come. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'challenged'; readonly publicKey: Uint8Array; readonly challenge: Uint8Array }
  | { readonly kind: 'authenticated' };

export interface AuthenticationTurn {
  readonly authentication: Authentication;
  /** Response parameters after the sub-function. */
  readonly answer: Result<Uint8Array, Nrc>;
}

export const NOT_AUTHENTICATED: Authentication = { kind: 'none' };

/**
 * deAuthenticate, verifyCertificateUnidirectional, proofOfOwnership and authenticationConfiguration; a unit without
 * rules has none of them. A challenge is good for one proof. (ISO 14229-1:2020 0x29)
 */
export function authenticationTurn(
  authentication: Authentication,
  rules: AuthenticationRules | undefined,
  { task, parameters }: AuthenticationRequest,
  chance: Uint8Array,
): AuthenticationTurn {
  const stay = (nrc: Nrc): AuthenticationTurn => ({ authentication, answer: err(nrc) });
  const accept = (next: Authentication, returnParameter: number, challengeServer?: Uint8Array): AuthenticationTurn => ({
    authentication: next,
    answer: ok(
      encodeAuthAnswer({ task, returnParameter, parameters: challengeServer === undefined ? {} : { challengeServer } }),
    ),
  });
  if (rules === undefined) return stay(NRC.subFunctionNotSupported);
  switch (task) {
    case TASK.authenticationConfiguration:
      return accept(authentication, RETURN.authenticationConfigurationAPCE);
    case TASK.deAuthenticate:
      return accept(NOT_AUTHENTICATED, RETURN.deAuthenticationSuccessful);
    case TASK.verifyCertificateUnidirectional: {
      const publicKey = rules.certificate(parameters.certificateClient ?? new Uint8Array());
      if (!publicKey.ok) return { authentication: NOT_AUTHENTICATED, answer: publicKey };
      if (chance.length < rules.challengeBytes) return stay(NRC.challengeCalculationFailed);
      const challenge = chance.slice(0, rules.challengeBytes);
      return accept(
        { kind: 'challenged', publicKey: publicKey.value.slice(), challenge },
        RETURN.certificateVerifiedOwnershipVerificationNecessary,
        challenge,
      );
    }
    case TASK.proofOfOwnership: {
      if (authentication.kind !== 'challenged') return stay(NRC.requestSequenceError);
      const proof = parameters.proofOfOwnershipClient ?? new Uint8Array();
      return rules.proof(authentication.publicKey, authentication.challenge, proof)
        ? accept({ kind: 'authenticated' }, RETURN.ownershipVerifiedAuthenticationComplete)
        : { authentication: NOT_AUTHENTICATED, answer: err(NRC.ownershipVerificationFailed) };
    }
    default:
      return stay(NRC.subFunctionNotSupported);
  }
}
