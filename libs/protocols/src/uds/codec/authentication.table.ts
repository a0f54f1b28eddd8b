/** authenticationTask, the sub-function of Authentication. (ISO 14229-1:2020 0x29) */
export const AUTHENTICATION_TASK = {
  deAuthenticate: 0x00,
  verifyCertificateUnidirectional: 0x01,
  verifyCertificateBidirectional: 0x02,
  proofOfOwnership: 0x03,
  transmitCertificate: 0x04,
  requestChallengeForAuthentication: 0x05,
  verifyProofOfOwnershipUnidirectional: 0x06,
  verifyProofOfOwnershipBidirectional: 0x07,
  authenticationConfiguration: 0x08,
} as const;

/** authenticationReturnParameter. (ISO 14229-1:2020 annex B) */
export const AUTHENTICATION_RETURN = {
  requestAccepted: 0x00,
  generalReject: 0x01,
  authenticationConfigurationAPCE: 0x02,
  authenticationConfigurationACRWithAsymmetricCryptography: 0x03,
  authenticationConfigurationACRWithSymmetricCryptography: 0x04,
  deAuthenticationSuccessful: 0x10,
  certificateVerifiedOwnershipVerificationNecessary: 0x11,
  ownershipVerifiedAuthenticationComplete: 0x12,
  certificateVerified: 0x13,
} as const;

export type AuthParameterName =
  | 'communicationConfiguration'
  | 'certificateEvaluationId'
  | 'algorithmIndicator'
  | 'certificateClient'
  | 'challengeClient'
  | 'proofOfOwnershipClient'
  | 'ephemeralPublicKeyClient'
  | 'certificateData'
  | 'additionalParameter'
  | 'challengeServer'
  | 'certificateServer'
  | 'proofOfOwnershipServer'
  | 'ephemeralPublicKeyServer'
  | 'sessionKeyInfo'
  | 'neededAdditionalParameter';

export type AuthParameters = { readonly [N in AuthParameterName]?: Uint8Array };

export interface AuthField {
  readonly name: AuthParameterName;
  /** Bytes, or `counted`: two bytes of length before it. */
  readonly width: number | 'counted';
}

const counted = (...names: AuthParameterName[]): AuthField[] => names.map((name) => ({ name, width: 'counted' }));
const CONFIGURATION: AuthField = { name: 'communicationConfiguration', width: 1 };
/** BER encoding of the algorithm's object identifier, left-aligned. */
const ALGORITHM: AuthField = { name: 'algorithmIndicator', width: 16 };

const TASK = AUTHENTICATION_TASK;
const VERIFY_CERTIFICATE = [CONFIGURATION, ...counted('certificateClient', 'challengeClient')];
const VERIFY_PROOF = [ALGORITHM, ...counted('proofOfOwnershipClient', 'challengeClient', 'additionalParameter')];

/** What follows the sub-function of a request, in this order. */
export const REQUEST_LAYOUT: ReadonlyMap<number, readonly AuthField[]> = new Map([
  [TASK.deAuthenticate, []],
  [TASK.verifyCertificateUnidirectional, VERIFY_CERTIFICATE],
  [TASK.verifyCertificateBidirectional, VERIFY_CERTIFICATE],
  [TASK.proofOfOwnership, counted('proofOfOwnershipClient', 'ephemeralPublicKeyClient')],
  [TASK.transmitCertificate, [{ name: 'certificateEvaluationId', width: 2 }, ...counted('certificateData')]],
  [TASK.requestChallengeForAuthentication, [CONFIGURATION, ALGORITHM]],
  [TASK.verifyProofOfOwnershipUnidirectional, VERIFY_PROOF],
  [TASK.verifyProofOfOwnershipBidirectional, VERIFY_PROOF],
  [TASK.authenticationConfiguration, []],
]);

/** What follows the return parameter of a response, in this order. */
export const RESPONSE_LAYOUT: ReadonlyMap<number, readonly AuthField[]> = new Map([
  [TASK.deAuthenticate, []],
  [TASK.verifyCertificateUnidirectional, counted('challengeServer', 'ephemeralPublicKeyServer')],
  [
    TASK.verifyCertificateBidirectional,
    counted('challengeServer', 'certificateServer', 'proofOfOwnershipServer', 'ephemeralPublicKeyServer'),
  ],
  [TASK.proofOfOwnership, counted('sessionKeyInfo')],
  [TASK.transmitCertificate, []],
  [TASK.requestChallengeForAuthentication, [ALGORITHM, ...counted('challengeServer', 'neededAdditionalParameter')]],
  [TASK.verifyProofOfOwnershipUnidirectional, [ALGORITHM, ...counted('sessionKeyInfo')]],
  [TASK.verifyProofOfOwnershipBidirectional, [ALGORITHM, ...counted('proofOfOwnershipServer', 'sessionKeyInfo')]],
  [TASK.authenticationConfiguration, []],
]);
