import type { Step } from '@baylink/kernel';
import { answerObd, isObdRequest } from '@baylink/protocols/obd';
import { clearDtcs } from './dtcs.js';
import { obdVehicle } from './obd.js';
import type { UnitInput, UnitOut, UnitState } from './state.js';

type RequestInput = Extract<UnitInput, { kind: 'request' }>;

const EVERY_DTC = 0xffffff;

/** OBD is the application's: neither a bootloader nor a unit that is not emission-related knows it. */
export const hearsObd = ({ life, profile }: UnitState, { bytes }: RequestInput): boolean =>
  life.kind === 'running' && life.running === 'application' && profile.obd !== undefined && isObdRequest(bytes);

/** One request of SAE J1979: its answers leave at once, beside whatever the UDS server is doing. */
export function obdTurn(state: UnitState, { bytes, tester, medium }: RequestInput): Step<UnitState, UnitOut> {
  const vehicle = obdVehicle(state.profile, state.memory, state.surroundings);
  if (vehicle === undefined) return { state, out: [] };
  const { messages, effect } = answerObd(bytes, vehicle, medium ?? 'can');
  const cleared = effect.kind === 'clear' ? clearDtcs(state.memory.dtcs, EVERY_DTC) : undefined;
  const memory = cleared?.ok ? { ...state.memory, dtcs: cleared.value } : state.memory;
  return {
    state: { ...state, memory },
    out: messages.map((message) => ({ kind: 'respond', bytes: message, tester })),
  };
}
