/** Negative response codes that this project gives or acts on; a unit may answer with any byte. (ISO 14229-1 annex A) */
export const NRC = {
  generalReject: 0x10,
  serviceNotSupported: 0x11,
  subFunctionNotSupported: 0x12,
  incorrectMessageLengthOrInvalidFormat: 0x13,
  responseTooLong: 0x14,
  busyRepeatRequest: 0x21,
  conditionsNotCorrect: 0x22,
  requestSequenceError: 0x24,
  requestOutOfRange: 0x31,
  securityAccessDenied: 0x33,
  invalidKey: 0x35,
  exceedNumberOfAttempts: 0x36,
  requiredTimeDelayNotExpired: 0x37,
  uploadDownloadNotAccepted: 0x70,
  transferDataSuspended: 0x71,
  generalProgrammingFailure: 0x72,
  wrongBlockSequenceCounter: 0x73,
  requestCorrectlyReceivedResponsePending: 0x78,
  subFunctionNotSupportedInActiveSession: 0x7e,
  serviceNotSupportedInActiveSession: 0x7f,
  voltageTooHigh: 0x92,
  voltageTooLow: 0x93,
} as const;

/** One byte as it came from, or goes to, the wire. */
export type Nrc = number;

const OTHERS: readonly (readonly [code: number, name: string])[] = [
  [0x25, 'noResponseFromSubnetComponent'],
  [0x26, 'failurePreventsExecutionOfRequestedAction'],
  [0x34, 'authenticationRequired'],
  [0x38, 'secureDataTransmissionRequired'],
  [0x39, 'secureDataTransmissionNotAllowed'],
  [0x3a, 'secureDataVerificationFailed'],
  [0x50, 'certificateVerificationFailedInvalidTimePeriod'],
  [0x51, 'certificateVerificationFailedInvalidSignature'],
  [0x52, 'certificateVerificationFailedInvalidChainOfTrust'],
  [0x53, 'certificateVerificationFailedInvalidType'],
  [0x54, 'certificateVerificationFailedInvalidFormat'],
  [0x55, 'certificateVerificationFailedInvalidContent'],
  [0x56, 'certificateVerificationFailedInvalidScope'],
  [0x57, 'certificateVerificationFailedInvalidCertificate'],
  [0x58, 'ownershipVerificationFailed'],
  [0x59, 'challengeCalculationFailed'],
  [0x5a, 'settingAccessRightsFailed'],
  [0x5b, 'sessionKeyCreationDerivationFailed'],
  [0x5c, 'configurationDataUsageFailed'],
  [0x5d, 'deAuthenticationFailed'],
  [0x81, 'rpmTooHigh'],
  [0x82, 'rpmTooLow'],
  [0x83, 'engineIsRunning'],
  [0x84, 'engineIsNotRunning'],
  [0x85, 'engineRunTimeTooLow'],
  [0x86, 'temperatureTooHigh'],
  [0x87, 'temperatureTooLow'],
  [0x88, 'vehicleSpeedTooHigh'],
  [0x89, 'vehicleSpeedTooLow'],
  [0x8a, 'throttlePedalTooHigh'],
  [0x8b, 'throttlePedalTooLow'],
  [0x8c, 'transmissionRangeNotInNeutral'],
  [0x8d, 'transmissionRangeNotInGear'],
  [0x8f, 'brakeSwitchNotClosed'],
  [0x90, 'shifterLeverNotInPark'],
  [0x91, 'torqueConverterClutchLocked'],
  [0x94, 'resourceTemporarilyNotAvailable'],
];

const NAMES = new Map<number, string>([...Object.entries(NRC).map(([name, code]) => [code, name] as const), ...OTHERS]);

/** The standard's name; an unlisted code is told as such, with its range. */
export function nrcName(nrc: Nrc): string {
  const name = NAMES.get(nrc);
  if (name !== undefined) return name;
  if (nrc >= 0xf0 && nrc <= 0xfe) return 'vehicleManufacturerSpecificConditionsNotCorrect';
  return 'ISOSAEReserved';
}

/** Not sent in answer to a functional request, so that units which cannot help stay silent. (ISO 14229-1 8.7) */
export const SILENT_WHEN_FUNCTIONAL: ReadonlySet<Nrc> = new Set([
  NRC.serviceNotSupported,
  NRC.subFunctionNotSupported,
  NRC.requestOutOfRange,
  NRC.subFunctionNotSupportedInActiveSession,
  NRC.serviceNotSupportedInActiveSession,
]);
