/** What a request does to a unit, told from its first bytes. (ISO 14229-1) */
export const isErase = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x31 && bytes[1] === 0x01 && bytes[2] === 0xff && bytes[3] === 0x00;
export const isValueWrite = (bytes: Uint8Array): boolean => bytes[0] === 0x2e;
export const isDownload = (bytes: Uint8Array): boolean => bytes[0] === 0x34;
export const isBlock = (bytes: Uint8Array): boolean => bytes[0] === 0x36;
export const isDefaultSession = (bytes: Uint8Array): boolean => bytes[0] === 0x10 && (bytes[1] ?? 0) % 0x80 === 0x01;
export const isReset = (bytes: Uint8Array): boolean => bytes[0] === 0x11;
export const isKey = (bytes: Uint8Array): boolean => bytes[0] === 0x27 && (bytes[1] ?? 1) % 2 === 0;

export const isSeed = (bytes: Uint8Array): boolean => bytes[0] === 0x67 && (bytes[1] ?? 0) % 2 === 1;
/** CommunicationControl */
export const isSilence = (bytes: Uint8Array): boolean => bytes[0] === 0x28;

/** Whatever changes memory or coding of a unit. */
export const isWrite = (bytes: Uint8Array): boolean =>
  isErase(bytes) || isValueWrite(bytes) || isDownload(bytes) || isBlock(bytes) || bytes[0] === 0x3d;

export const isSession = (bytes: Uint8Array): boolean => bytes[0] === 0x10 && !isDefaultSession(bytes);
export const isSecurityAccess = (bytes: Uint8Array): boolean => bytes[0] === 0x27;
export const isTesterPresent = (bytes: Uint8Array): boolean => bytes[0] === 0x3e;
/** Communication and trouble codes on again. */
export const restoresTraffic = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0x28 && bytes[1] === 0x00) || (bytes[0] === 0x85 && bytes[1] === 0x01);

/** The unit's own check of its memory has said yes; the routine of an erase is none. */
export const isPassedCheck = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x71 &&
  bytes[1] === 0x01 &&
  bytes[3] !== undefined &&
  !(bytes[2] === 0xff && bytes[3] === 0x00) &&
  bytes[4] === 0x00;
