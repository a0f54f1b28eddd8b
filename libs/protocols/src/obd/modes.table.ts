import { showHex } from '@baylink/kernel';

/** Services of SAE J1979 ("modes"). The positive response has 0x40 more. */
export const MODE = {
  currentData: 0x01,
  freezeFrameData: 0x02,
  storedDtcs: 0x03,
  clear: 0x04,
  oxygenSensorTests: 0x05,
  monitoringTests: 0x06,
  pendingDtcs: 0x07,
  controlOfOnBoardSystem: 0x08,
  vehicleInformation: 0x09,
  permanentDtcs: 0x0a,
} as const;

export type Mode = (typeof MODE)[keyof typeof MODE];

/** What the standard calls them. */
const NAMES: ReadonlyMap<number, string> = new Map<Mode, string>([
  [0x01, 'Request current powertrain diagnostic data'],
  [0x02, 'Request powertrain freeze frame data'],
  [0x03, 'Request emission-related diagnostic trouble codes'],
  [0x04, 'Clear/reset emission-related diagnostic information'],
  [0x05, 'Request oxygen sensor monitoring test results'],
  [0x06, 'Request on-board monitoring test results for specific monitored systems'],
  [0x07, 'Request emission-related DTCs detected during current or last completed driving cycle'],
  [0x08, 'Request control of on-board system, test or component'],
  [0x09, 'Request vehicle information'],
  [0x0a, 'Request emission-related diagnostic trouble codes with permanent status'],
]);

export const POSITIVE_OFFSET = 0x40;

export const modeName = (mode: number): string => NAMES.get(mode) ?? `mode ${showHex(mode)}`;

export const isMode = (value: number): value is Mode => NAMES.has(value);

/** A request of SAE J1979, by its first byte: these identifiers lie below all of ISO 14229-1. */
export const isObdRequest = (bytes: Uint8Array): boolean => bytes.length > 0 && isMode(bytes[0] ?? 0);

/** On CAN responses are ISO-TP messages of any length; K-Line (ISO 9141-2, ISO 14230-4) has several of 7 bytes at most. */
export type ObdMedium = 'can' | 'k-line';
