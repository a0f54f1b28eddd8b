/** Response codes of ISO 14230-3 4.4; 0x80 and above belong to the maker. */
export const KWP_NRC = {
  generalReject: 0x10,
  serviceNotSupported: 0x11,
  subFunctionNotSupported: 0x12,
  busyRepeatRequest: 0x21,
  conditionsNotCorrectOrRequestSequenceError: 0x22,
  routineNotComplete: 0x23,
  requestOutOfRange: 0x31,
  securityAccessDenied: 0x33,
  invalidKey: 0x35,
  exceedNumberOfAttempts: 0x36,
  requiredTimeDelayNotExpired: 0x37,
  downloadNotAccepted: 0x40,
  improperDownloadType: 0x41,
  cannotDownloadToSpecifiedAddress: 0x42,
  cannotDownloadNumberOfBytesRequested: 0x43,
  uploadNotAccepted: 0x50,
  improperUploadType: 0x51,
  cannotUploadFromSpecifiedAddress: 0x52,
  cannotUploadNumberOfBytesRequested: 0x53,
  transferSuspended: 0x71,
  transferAborted: 0x72,
  illegalAddressInBlockTransfer: 0x74,
  illegalByteCountInBlockTransfer: 0x75,
  illegalBlockTransferType: 0x76,
  blockTransferDataChecksumError: 0x77,
  requestCorrectlyReceivedResponsePending: 0x78,
  incorrectByteCountDuringBlockTransfer: 0x79,
  serviceNotSupportedInActiveDiagnosticSession: 0x80,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(KWP_NRC).map(([name, code]) => [code, name]));

export const kwpNrcName = (code: number): string =>
  NAMES.get(code) ?? (code > 0x80 ? 'manufacturerSpecific' : 'reserved');
