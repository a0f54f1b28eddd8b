import { bytesOf, concat } from '@baylink/kernel';
import {
  encodeReadiness,
  INFOTYPE,
  type MonitorReadiness,
  type ObdVehicle,
  pidData,
  type Readiness,
} from '@baylink/protocols/obd';
import type { Dtc, NonVolatile } from './nonvolatile.js';
import type { ObdIdentity, UnitProfile } from './profile.js';
import type { Surroundings } from './supply.js';

/** ISO 14229-1 annex C.1 */
const VIN = 0xf190;

/** Bits of statusOfDTC. (ISO 14229-1 D.2) */
const PENDING = 0x04;
const CONFIRMED = 0x08;
const NOT_COMPLETED = 0x10;
const LAMP = 0x80;

const MONITORS = [
  'misfire',
  'fuel system',
  'comprehensive components',
  'catalyst',
  'oxygen sensor',
  'oxygen sensor heater',
];

/** What the unit would tell a tester of SAE J1979 now; `undefined` for one that is not emission-related. */
export function obdVehicle(profile: UnitProfile, memory: NonVolatile, around: Surroundings): ObdVehicle | undefined {
  const { obd } = profile;
  if (obd === undefined) return undefined;
  const having = (bit: number): number[] =>
    memory.dtcs.filter(({ status }) => status & bit).map(({ code }) => code >> 8);
  const stored = having(CONFIRMED);
  return {
    current: currentData(obd, memory.dtcs, around),
    freezeFrame: freezeFrame(stored[0]),
    stored,
    pending: having(PENDING),
    permanent: memory.dtcs.filter(({ status }) => status & CONFIRMED && status & LAMP).map(({ code }) => code >> 8),
    monitors: [{ mid: 0x21, tid: 0x85, scaling: 0x24, value: stored.length, minimum: 0, maximum: 0 }],
    oxygenSensorTests: [],
    controls: new Map(),
    information: new Map([
      [INFOTYPE.vin, [ascii(profile.identification.get(VIN) ?? '', 17)]],
      [INFOTYPE.calibrationId, [ascii(obd.calibrationId, 16)]],
      [INFOTYPE.calibrationVerificationNumber, [obd.calibrationVerificationNumber]],
      [INFOTYPE.ecuName, [ascii(obd.ecuName, 20)]],
    ]),
    clearing: around.rpm === 0 ? 'allow' : 'refuse',
  };
}

function currentData(obd: ObdIdentity, dtcs: readonly Dtc[], { supply, rpm, speed }: Surroundings) {
  const data = new Map<number, Uint8Array>([
    [0x01, encodeReadiness(readiness(dtcs, dtcs.filter(({ status }) => status & CONFIRMED).length))],
    [0x41, encodeReadiness({ ...readiness(dtcs, 0), mil: 'off' })],
    [0x1c, bytesOf(obd.requirements)],
    [0x51, bytesOf(obd.fuelType)],
  ]);
  const measured: readonly (readonly [number, number])[] = [
    ...obd.sensors,
    [0x04, rpm > 0 ? IDLE_LOAD : 0],
    [0x0c, rpm],
    [0x0d, speed],
    [0x42, supply / 1000],
  ];
  for (const [pid, value] of measured) {
    const bytes = pidData(pid, [value]);
    if (bytes !== undefined) data.set(pid, bytes);
  }
  return data;
}

/** Percent of calculated load of an engine that turns without doing anything. */
const IDLE_LOAD = 22;

function readiness(dtcs: readonly Dtc[], count: number): Readiness {
  const standing = dtcs.some(({ status }) => status & NOT_COMPLETED) ? 'not complete' : 'complete';
  const monitors = MONITORS.map((monitor): MonitorReadiness => ({ monitor, standing }));
  return { mil: dtcs.some(({ status }) => status & LAMP) ? 'on' : 'off', dtcs: count, ignition: 'spark', monitors };
}

/** The conditions under which the first stored fault was seen: 80 km/h on a warm engine. */
const FROZEN: readonly (readonly [number, number])[] = [
  [0x04, 61],
  [0x05, 91],
  [0x0c, 2480],
  [0x0d, 80],
];

function freezeFrame(dtc: number | undefined): ReadonlyMap<number, Uint8Array> {
  const frame = new Map<number, Uint8Array>();
  if (dtc === undefined) return frame;
  frame.set(0x02, bytesOf(dtc >> 8, dtc & 0xff));
  for (const [pid, value] of FROZEN) {
    const bytes = pidData(pid, [value]);
    if (bytes !== undefined) frame.set(pid, bytes);
  }
  return frame;
}

/** Text of an infotype: cut to its length, filled with 0x00 behind. */
const ascii = (text: string, length: number): Uint8Array => {
  const letters = Uint8Array.from(text.slice(0, length), (letter) => letter.charCodeAt(0));
  return concat(letters, new Uint8Array(length - letters.length));
};
