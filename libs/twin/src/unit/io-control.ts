import { bytesOf, err, ok, type Result } from '@baylink/kernel';
import { IO_CONTROL, type IoControlRequest, NRC, type Nrc } from '@baylink/protocols/uds';
import type { ActuatorDid, UnitProfile } from './profile.js';

/** Actuators that a tester holds, by DID; every other one is under the unit's own control. */
export type HeldActuators = ReadonlyMap<number, number>;

export interface Controlled {
  readonly held: HeldActuators;
  /** controlState after it: what the actuator does now. */
  readonly state: Uint8Array;
}

/** 0x2F of one byte per actuator. A value above its limit, or an actuator that does not exist, is NRC 0x31. */
export function controlActuator(
  { actuators }: UnitProfile,
  held: HeldActuators,
  { did, control, state }: IoControlRequest,
): Result<Controlled, Nrc> {
  const actuator = actuators.find((candidate) => candidate.did === did);
  if (actuator === undefined) return err(NRC.requestOutOfRange);
  const adjusts = control === IO_CONTROL.shortTermAdjustment;
  if (state.length !== (adjusts ? 1 : 0)) return err(NRC.incorrectMessageLengthOrInvalidFormat);
  switch (control) {
    case IO_CONTROL.returnControlToECU:
      return ok({ held: new Map([...held].filter(([key]) => key !== did)), state: bytesOf(actuator.rest) });
    case IO_CONTROL.resetToDefault:
      return hold(held, actuator, actuator.rest);
    case IO_CONTROL.freezeCurrentState:
      return hold(held, actuator, position(actuator, held));
    case IO_CONTROL.shortTermAdjustment:
      return (state[0] ?? 0) > actuator.limit ? err(NRC.requestOutOfRange) : hold(held, actuator, state[0] ?? 0);
    default:
      return err(NRC.requestOutOfRange);
  }
}

/** Where the actuator is, held or not; also what its DID reads. */
export const position = ({ did, rest }: ActuatorDid, held: HeldActuators): number => held.get(did) ?? rest;

const hold = (held: HeldActuators, { did }: ActuatorDid, value: number): Result<Controlled, Nrc> =>
  ok({ held: new Map(held).set(did, value), state: bytesOf(value) });
