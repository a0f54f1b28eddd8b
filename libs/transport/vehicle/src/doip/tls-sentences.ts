import type { LinkError } from '../link.js';

type Say = (place: string) => string;

const foreign: Say = (place) =>
  `The certificate of ${place} was not issued by the authority in ca=FILE: give the file of this vehicle's authority, or find out what else answers there.`;
const noCertificate: Say = (place) =>
  `${place} asks for a certificate of the tester: give cert=FILE and key=FILE that its authority has issued.`;
const tooOld: Say = (place) =>
  `${place} and this tester have no version of TLS in common, and TLS 1.2 is the least: update the entity's software.`;
const notTls: Say = (place) =>
  `What answers at ${place} does not speak TLS: check the port (3496 is usual), or use doip: where the vehicle allows it.`;
const tester: Say = (place) =>
  `${place} refuses the certificate of this tester: give cert=FILE and key=FILE that its authority has issued, within their dates.`;

/** OpenSSL's and Node's codes, as a sentence each. */
const REFUSALS: Readonly<Record<string, Say>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: foreign,
  SELF_SIGNED_CERT_IN_CHAIN: foreign,
  UNABLE_TO_GET_ISSUER_CERT: foreign,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: foreign,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: foreign,
  CERT_SIGNATURE_FAILURE: foreign,
  CERT_HAS_EXPIRED: (place) =>
    `The certificate of ${place} has expired: check the date of this computer, then have the certificate renewed.`,
  CERT_NOT_YET_VALID: (place) =>
    `The certificate of ${place} is not valid yet: check the date of this computer, then that of the certificate.`,
  INVALID_PURPOSE: (place) =>
    `The certificate of ${place} is not one for a server: have one issued that allows server authentication.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (place) =>
    `The certificate of ${place} is for another name: connect by the name in it, or give that name as name=NAME when you know that it is this vehicle's.`,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  ERR_SSL_UNSUPPORTED_PROTOCOL: tooOld,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: tooOld,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: noCertificate,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: noCertificate,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: tester,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: tester,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: tester,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: tester,
  ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE: tester,
};

/** What a failure of TLS means; `undefined` when the code is of another kind. */
export function tlsRefusal(place: string, code: string): LinkError | undefined {
  const say =
    REFUSALS[code] ?? (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') ? unlisted(code) : undefined);
  return say === undefined ? undefined : { kind: 'refused', message: say(place) };
}

const unlisted =
  (code: string): Say =>
  (place) =>
    `The TLS handshake with ${place} failed (${code}): check the certificates of both sides.`;

/** Some entities say nothing when they refuse a certificate: they end the connection before anything has been answered. */
export const tlsHangUp = (place: string): LinkError => ({
  kind: 'refused',
  message: `${place} ended the TLS connection before it was of use: check the port, and cert=FILE and key=FILE where the entity asks for the tester's certificate.`,
});
