import { bytesOf } from '@baylink/kernel';
import { type CanAddress, mixed29, normalFixed, TESTER_ADDRESS } from '@baylink/protocols/iso-tp';
import { DID } from '../../unit/dids.js';
import type { LiveDid, UnitProfile } from '../../unit/profile.js';

export const SAMPLE_VIN = 'XBLTWN0A5SC000042';
/** Functional addresses of the sample car. */
export const FUNCTIONAL = { logical: 0xe400, can: 0x7df } as const;
export const ENGINE_FLASH = { start: 0x0000_8000, size: 0x0010_0000 - 0x0000_8000 } as const;

/** SAE J1979 PIDs 42, 0C and 0D under their ISO 14229-1 identifiers, and the state of terminal 15 (00 off, 01 on). */
export const LIVE_DIDS: readonly LiveDid[] = [
  { did: 0xf442, signal: 'supply' },
  { did: 0xf40c, signal: 'rpm' },
  { did: 0xf40d, signal: 'speed' },
  { did: 0x0101, signal: 'ignition' },
];

const identification = (part: string, software: string, serial: string, boot: string): ReadonlyMap<number, string> =>
  new Map([
    [DID.vin, SAMPLE_VIN],
    [DID.partNumber, part],
    [DID.softwareNumber, software],
    [DID.serialNumber, serial],
    [DID.bootSoftware, boot],
  ]);

/**
 * Where a unit is asked in the other addressing formats of ISO 15765-2: normal fixed, extended, mixed with 11 and with
 * 29 bits. `unit` is its address byte; in the last two the units stand behind a gateway and share its identifiers.
 */
const otherAddresses = (unit: number): readonly CanAddress[] => [
  normalFixed(unit),
  { request: 0x6f1, response: 0x600 + unit, format: 'extended', unit, tester: TESTER_ADDRESS, everybody: 0xdf },
  { request: 0x6b0, response: 0x6b8, format: 'mixed', extension: unit },
  mixed29(0x80, unit),
];

export const ENGINE: UnitProfile = {
  name: 'engine',
  dialect: 'uds',
  logical: 0x1001,
  can: { request: 0x7e0, response: 0x7e8 },
  otherCan: otherAddresses(0x10),
  identification: identification('BL-906-018-AK', 'BL-906-018-SW', 'ENG-24-000317', 'BLBOOT-1.0'),
  hardwareId: 'BLE-HW-07',
  romSoftwareId: '',
  coding: [{ did: 0x0610, factory: bytesOf(0x03, 0x20), limits: bytesOf(0x04, 0xff) }],
  live: LIVE_DIDS,
  actuators: [
    /** Radiator fan in percent. */
    { did: 0x0a10, rest: 0, limit: 100 },
  ],
  files: new Map(),
  memory: ENGINE_FLASH,
  obd: {
    calibrationId: 'BLE-CAL-0100',
    calibrationVerificationNumber: bytesOf(0x42, 0x4c, 0x01, 0x00),
    ecuName: 'ECM-EngineControl',
    requirements: 0x06,
    fuelType: 0x01,
    sensors: [
      [0x05, 21],
      [0x0f, 19],
      [0x11, 15],
      [0x21, 0],
      [0x2f, 62],
      [0x30, 41],
      [0x31, 1280],
      [0x33, 98],
      [0x46, 18],
      [0x49, 14],
      [0x5c, 20],
    ],
  },
};

export const BODY: UnitProfile = {
  name: 'body',
  dialect: 'uds',
  logical: 0x1002,
  can: { request: 0x7e2, response: 0x7ea },
  otherCan: otherAddresses(0x60),
  identification: identification('BL-937-087-C', 'BL-937-087-SW', 'BDY-24-001204', 'BLROM-1.0'),
  hardwareId: 'BLB-HW-03',
  romSoftwareId: 'BLB-BODY-0312',
  coding: [
    /** Long coding: market, steering side, equipment bits. */
    { did: 0x0600, factory: bytesOf(0x01, 0x00, 0x3c, 0x08), limits: bytesOf(0x0f, 0x01, 0xff, 0xff) },
    /** Daytime running light: 00 off, 01 on, 02 on with dimming. */
    { did: 0x0601, factory: bytesOf(0x01), limits: bytesOf(0x02) },
    /** Comfort: windows by remote, mirrors folding. */
    { did: 0x0602, factory: bytesOf(0x00, 0x01), limits: bytesOf(0x01, 0x01) },
    /** Interior light: delay in seconds, brightness in percent, fade. */
    { did: 0x0603, factory: bytesOf(0x1e, 0x50, 0x02), limits: bytesOf(0x78, 0x64, 0x05) },
  ],
  live: LIVE_DIDS,
  actuators: [
    /** Interior light in percent. */
    { did: 0x0a01, rest: 0, limit: 100 },
    /** Hazard lights: off, on. */
    { did: 0x0a02, rest: 0, limit: 1 },
  ],
  files: new Map(),
  memory: undefined,
  obd: undefined,
};

export const GATEWAY: UnitProfile = {
  name: 'gateway',
  dialect: 'uds',
  logical: 0x1000,
  can: { request: 0x7e4, response: 0x7ec },
  otherCan: otherAddresses(0x40),
  identification: identification('BL-907-530-M', 'BL-907-530-SW', 'GWY-24-000092', 'BLROM-1.0'),
  hardwareId: 'BLG-HW-02',
  romSoftwareId: 'BLG-GATE-0107',
  coding: [{ did: 0x0620, factory: bytesOf(0x07), limits: bytesOf(0xff) }],
  live: LIVE_DIDS,
  actuators: [],
  files: new Map([
    ['/log/boot.txt', 'BLROM-1.0 start 0042 supply ok\n'],
    ['/log/network.txt', 'engine 0x1001 present\nbody 0x1002 present\n'],
  ]),
  memory: undefined,
  obd: undefined,
};

export const SAMPLE_UNITS: readonly UnitProfile[] = [GATEWAY, ENGINE, BODY];

/** The same car of another age: its units mean the same and say it in the words of the other standard. */
export const sampleUnits = (dialect: UnitProfile['dialect']): readonly UnitProfile[] =>
  SAMPLE_UNITS.map((unit) => ({ ...unit, dialect }));
