/** Generic header negative acknowledge codes (ISO 13400-2, payload type 0x0000). */
export const HEADER_NACK = {
  incorrectPattern: 0x00,
  unknownPayloadType: 0x01,
  messageTooLarge: 0x02,
  outOfMemory: 0x03,
  invalidPayloadLength: 0x04,
} as const;
export type HeaderNack = (typeof HEADER_NACK)[keyof typeof HEADER_NACK];

/** After these two the stream can no longer be trusted: the entity closes the socket. (DoIP-041, DoIP-045) */
export const closesSocket = (code: HeaderNack): boolean =>
  code === HEADER_NACK.incorrectPattern || code === HEADER_NACK.invalidPayloadLength;

/** Routing activation response codes (ISO 13400-2, payload type 0x0006). */
export const ACTIVATION = {
  unknownSource: 0x00,
  noSocketFree: 0x01,
  sourceDiffers: 0x02,
  sourceActiveElsewhere: 0x03,
  authenticationMissing: 0x04,
  confirmationRejected: 0x05,
  unsupportedType: 0x06,
  needsTls: 0x07,
  ok: 0x10,
  confirmationRequired: 0x11,
} as const;
export type ActivationCode = (typeof ACTIVATION)[keyof typeof ACTIVATION];

/** Diagnostic message negative acknowledge codes (ISO 13400-2, payload type 0x8003). */
export const DIAGNOSTIC_NACK = {
  invalidSource: 0x02,
  unknownTarget: 0x03,
  tooLarge: 0x04,
  outOfMemory: 0x05,
  targetUnreachable: 0x06,
  unknownNetwork: 0x07,
  transportProtocolError: 0x08,
  targetBusy: 0x09,
} as const;
export type DiagnosticNack = (typeof DIAGNOSTIC_NACK)[keyof typeof DIAGNOSTIC_NACK];

const ACTIVATION_WORDS: Readonly<Record<number, string>> = {
  0: 'it does not know the tester address',
  1: 'all its connections are in use',
  2: 'this connection belongs to another tester address',
  3: 'the tester address is active on another connection',
  4: 'it asks for authentication first',
  5: 'the vehicle rejected the confirmation',
  6: 'it does not support the activation type',
  7: 'it asks for a TLS connection',
  17: 'it waits for a confirmation in the vehicle',
};

const DIAGNOSTIC_NACK_WORDS: Readonly<Record<number, string>> = {
  2: 'the tester address is not active on this connection',
  3: 'it knows no unit at this address',
  4: 'the message is too large for it',
  5: 'it is out of memory',
  6: 'the unit cannot be reached',
  7: 'the network of the unit is unknown',
  8: 'the transport to the unit failed',
  9: 'the unit is busy',
};

const HEADER_NACK_WORDS: Readonly<Record<number, string>> = {
  0: 'the protocol version or its inverse is not accepted',
  1: 'the payload type is unknown',
  2: 'the message is too large',
  3: 'it is out of memory',
  4: 'the payload length does not fit the payload type',
};

const words = (table: Readonly<Record<number, string>>) => (code: number) =>
  table[code] ?? 'it gives an unlisted reason';

/** What a code says, as the rest of a sentence. */
export const activationWords = words(ACTIVATION_WORDS);
export const diagnosticNackWords = words(DIAGNOSTIC_NACK_WORDS);
export const headerNackWords = words(HEADER_NACK_WORDS);
