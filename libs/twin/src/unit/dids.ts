import { concat, err, ok, type Result, uintBytes, unreachable } from '@baylink/kernel';
import { isBitmap, type ObdVehicle, supportBitmap } from '@baylink/protocols/obd';
import { NRC, type Nrc } from '@baylink/protocols/uds';
import type { Running } from '../boot/boot.js';
import { holdsBytes, softwareHeader, softwareId } from '../boot/software.js';
import { valueOfDynamic } from './dynamic-did.js';
import { position } from './io-control.js';
import type { NonVolatile } from './nonvolatile.js';
import { obdVehicle } from './obd.js';
import type { LiveDid, UnitProfile } from './profile.js';
import type { Ram } from './ram.js';
import type { Surroundings } from './supply.js';

/** Identification of ISO 14229-1 annex C.1 that every unit has. */
export const DID = {
  bootSoftware: 0xf180,
  activeSession: 0xf186,
  partNumber: 0xf187,
  softwareNumber: 0xf188,
  softwareId: 0xf189,
  serialNumber: 0xf18c,
  vin: 0xf190,
  hardwareId: 0xf191,
  supplierSoftwareVersion: 0xf195,
  fingerprint: 0xf15a,
} as const;

/** F189 while the bootloader runs and no application would start. */
export const NO_SOFTWARE = 'NO-APPLICATION';
const FINGERPRINT_MAX = 32;
const BLANK_FINGERPRINT = new Uint8Array(9).fill(0xff);

export interface DidContext {
  readonly profile: UnitProfile;
  readonly memory: NonVolatile;
  readonly running: Running;
  readonly session: number;
  readonly surroundings: Surroundings;
  readonly ram: Ram;
}

/** The data of one DID, or NRC 0x31 for one that this unit, or its bootloader, does not have. */
export function readDid(did: number, context: DidContext): Result<Uint8Array, Nrc> {
  const { profile, memory, session } = context;
  if (did === DID.activeSession) return ok(uintBytes(session, 1));
  if (did === DID.hardwareId) return text(profile.hardwareId);
  if (did === DID.softwareId) return text(currentSoftwareId(context));
  if (did === DID.fingerprint) return ok(memory.values.get(did) ?? BLANK_FINGERPRINT);
  const fixed = profile.identification.get(did);
  if (fixed !== undefined) return text(fixed);
  return context.running === 'application' ? readApplicationDid(did, context) : err(NRC.requestOutOfRange);
}

function readApplicationDid(did: number, context: DidContext): Result<Uint8Array, Nrc> {
  const { profile, memory, surroundings, ram } = context;
  const dynamic = ram.dynamic.get(did);
  if (dynamic !== undefined) return valueOfDynamic(dynamic, context);
  const actuator = profile.actuators.find((entry) => entry.did === did);
  if (actuator !== undefined) return ok(uintBytes(position(actuator, ram.held), 1));
  const header =
    did === DID.supplierSoftwareVersion && memory.software !== undefined ? softwareHeader(memory.software) : undefined;
  if (header !== undefined) return text(header.version);
  const coding = profile.coding.find((entry) => entry.did === did);
  if (coding !== undefined) return ok(memory.values.get(did) ?? coding.factory);
  const live = profile.live.find((entry) => entry.did === did);
  if (live !== undefined) return ok(liveValue(live, surroundings));
  const shared = obdDid(did, obdVehicle(profile, memory, surroundings));
  return shared === undefined ? err(NRC.requestOutOfRange) : ok(shared);
}

/** F4xx repeats the PID xx, F8xx the infotype xx. (ISO 14229-1 annex C.1) */
function obdDid(did: number, vehicle: ObdVehicle | undefined): Uint8Array | undefined {
  if (vehicle === undefined) return undefined;
  const id = did & 0xff;
  if (did >> 8 === 0xf4) return isBitmap(id) ? supportBitmap(id, vehicle.current.keys()) : vehicle.current.get(id);
  if (did >> 8 !== 0xf8) return undefined;
  if (isBitmap(id)) return supportBitmap(id, vehicle.information.keys());
  const items = vehicle.information.get(id);
  return items === undefined ? undefined : concat(...items);
}

/** The bytes that the unit now keeps for `did`, or why it does not take them. */
export function acceptDid(did: number, data: Uint8Array, context: DidContext): Result<Uint8Array, Nrc> {
  if (did === DID.fingerprint)
    return data.length >= 1 && data.length <= FINGERPRINT_MAX
      ? ok(data.slice())
      : err(NRC.incorrectMessageLengthOrInvalidFormat);
  const coding = context.profile.coding.find((entry) => entry.did === did);
  if (coding === undefined || context.running === 'bootloader') return err(NRC.requestOutOfRange);
  if (data.length !== coding.factory.length) return err(NRC.incorrectMessageLengthOrInvalidFormat);
  if (data.some((byte, i) => byte > (coding.limits[i] ?? 0))) return err(NRC.requestOutOfRange);
  return ok(data.slice());
}

function currentSoftwareId({ profile, memory, running }: DidContext): string {
  if (memory.software === undefined) return profile.romSoftwareId;
  const { software } = memory;
  if (running === 'bootloader' && software.verdict === 'unchecked') return NO_SOFTWARE;
  const named = profile.knownSoftware?.find(({ parts }) => parts.every((part) => holdsBytes(software, part)));
  return named?.id ?? softwareId(software);
}

/** Scaling as in SAE J1979 for the PIDs that 0xF4xx repeats: 0.25 rpm, km/h, mV. */
function liveValue({ signal }: LiveDid, { supply, rpm, speed, ignitionOn }: Surroundings): Uint8Array {
  switch (signal) {
    case 'supply':
      return uintBytes(Math.min(0xffff, supply), 2);
    case 'rpm':
      return uintBytes(Math.min(0xffff, Math.round(rpm * 4)), 2);
    case 'speed':
      return uintBytes(Math.min(0xff, Math.round(speed)), 1);
    case 'ignition':
      return uintBytes(ignitionOn ? 1 : 0, 1);
    default:
      return unreachable(signal);
  }
}

const text = (value: string): Result<Uint8Array, Nrc> => ok(Uint8Array.from(value, (letter) => letter.charCodeAt(0)));
