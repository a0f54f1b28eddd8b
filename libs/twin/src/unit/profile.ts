import type { CanAddress } from '@baylink/protocols/iso-tp';
import type { Range } from '../memory/flash.js';

/** What makes one unit different from another: constants only. */
export interface UnitProfile {
  readonly name: string;
  readonly logical: number;
  /** Whose words it hears and says, on every medium: ISO 14229-1 or ISO 14230-3. */
  readonly dialect: 'uds' | 'kwp2000';
  readonly can: CanAddress;
  /** Further addresses on CAN, in other formats, under which the same unit is asked. */
  readonly otherCan: readonly CanAddress[];
  /** Text identification that never changes, by DID. */
  readonly identification: ReadonlyMap<number, string>;
  /** F191, and what a header has to name. */
  readonly hardwareId: string;
  /** F189 of a unit that is not programmable. */
  readonly romSoftwareId: string;
  /** F189 by what the flash holds, before its own header is asked; absent: nothing is known by name. */
  readonly knownSoftware?: readonly KnownSoftware[];
  readonly coding: readonly CodingDid[];
  /** Live values by DID. */
  readonly live: readonly LiveDid[];
  /** SecurityAccess: the sample algorithm at level 1 unless given. */
  readonly security?: { readonly level: number; readonly key: (seed: Uint8Array) => Uint8Array };
  /** Flash of a programmable unit. */
  readonly memory: Range | undefined;
  /** What 0x2F can control, one byte each. */
  readonly actuators: readonly ActuatorDid[];
  /** What 0x38 can read, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** What an emission-related unit tells of itself by SAE J1979. */
  readonly obd: ObdIdentity | undefined;
}

/** Software that calls itself `id` while every part of the flash has its CRC-32. */
export interface KnownSoftware {
  readonly id: string;
  readonly parts: readonly (Range & { readonly crc32: number })[];
}

export interface ObdIdentity {
  /** 16 characters at most. */
  readonly calibrationId: string;
  /** Four bytes. */
  readonly calibrationVerificationNumber: Uint8Array;
  /** 20 characters at most. */
  readonly ecuName: string;
  /** PID 1C: 0x06 is EOBD. */
  readonly requirements: number;
  /** PID 51: 0x01 is gasoline. */
  readonly fuelType: number;
  /** What its sensors show as long as nothing else is modelled: PID and number in the unit of the PID. */
  readonly sensors: readonly (readonly [number, number])[];
}

/** A configuration value: how long it is, what it is from the factory, and which values the unit accepts. */
export interface CodingDid {
  readonly did: number;
  readonly factory: Uint8Array;
  /** Greatest value of every byte; the unit refuses a greater one with NRC 0x31. */
  readonly limits: Uint8Array;
}

/** An output of the unit: what it does by itself, and the greatest value that a tester may set. */
export interface ActuatorDid {
  readonly did: number;
  readonly rest: number;
  readonly limit: number;
}

export interface LiveDid {
  readonly did: number;
  readonly signal: 'supply' | 'rpm' | 'speed' | 'ignition';
}
