import { uintBytes } from '@baylink/kernel';

/** Letters of SAE J2012 in the order of the two highest bits: powertrain, chassis, body, network. */
const LETTERS: readonly string[] = ['P', 'C', 'B', 'U'];
export const ALL_DTCS = 0xff_ffff;

/** "P0123-1A": code of SAE J2012 and failure type byte of the three bytes of a DTC. */
export function showDtc(dtc: number): string {
  const letter = LETTERS[(dtc >> 22) & 0b11] ?? 'P';
  const digit = (dtc >> 20) & 0b11;
  const digits = ((dtc >> 8) & 0xfff).toString(16).padStart(3, '0');
  const failureType = (dtc & 0xff).toString(16).padStart(2, '0');
  return `${letter}${digit}${digits}-${failureType}`.toUpperCase();
}

/** Inverse of `showDtc`; a text without failure type has 0x00. `undefined` when it is no DTC. */
export function parseDtc(text: string): number | undefined {
  const match = /^([PCBU])([0-3])([0-9A-F]{3})(?:-?([0-9A-F]{2}))?$/.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  const [, letter, digit, digits, failureType] = match;
  const system = LETTERS.indexOf(letter ?? '');
  const code = Number.parseInt(`${digit}${digits}`, 16);
  return (system << 22) | (code << 8) | Number.parseInt(failureType ?? '00', 16);
}

export const dtcBytes = (dtc: number): Uint8Array => uintBytes(dtc, 3);

/** Bits of statusOfDTC, lowest first. (ISO 14229-1 annex D) */
export const DTC_STATUS_BITS = [
  'testFailed',
  'testFailedThisOperationCycle',
  'pendingDTC',
  'confirmedDTC',
  'testNotCompletedSinceLastClear',
  'testFailedSinceLastClear',
  'testNotCompletedThisOperationCycle',
  'warningIndicatorRequested',
] as const;

export type DtcStatusBit = (typeof DTC_STATUS_BITS)[number];

export const statusBits = (status: number): DtcStatusBit[] =>
  DTC_STATUS_BITS.filter((_, bit) => (status & (1 << bit)) !== 0);

export const statusByte = (bits: Iterable<DtcStatusBit>): number => {
  let status = 0;
  for (const bit of bits) status |= 1 << DTC_STATUS_BITS.indexOf(bit);
  return status;
};
