import { type Software, softwareHeader } from './software.js';

/** Which software a unit runs. The bootloader cannot be lost; the application can. */
export type Running = 'application' | 'bootloader';

/** Why a unit that has a bootloader stays in it. */
export type BootReason =
  /** Nothing has passed the check routine since the last erase. */
  | 'not-checked'
  /** The application's header names other hardware: it was started and crashed. */
  | 'wrong-hardware'
  /** A tester asked for the programming session. */
  | 'requested';

export type BootDecision =
  | { readonly into: 'application' }
  | { readonly into: 'bootloader'; readonly reason: BootReason };

/** What happens after power-on or reset. `hardwareId` is the unit's own. A unit without flash has its software in ROM. */
export function decideBoot(software: Software | undefined, hardwareId: string): BootDecision {
  if (software === undefined) return { into: 'application' };
  if (software.verdict === 'unchecked') return { into: 'bootloader', reason: 'not-checked' };
  const header = softwareHeader(software);
  const fits = header === undefined || header.hardwareId === hardwareId;
  return fits ? { into: 'application' } : { into: 'bootloader', reason: 'wrong-hardware' };
}
