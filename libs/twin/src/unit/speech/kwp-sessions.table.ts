import { SESSION } from '../sessions.table.js';

/** diagnosticMode of ISO 14230-3 6.1 by diagnosticSessionType of ISO 14229-1. */
const MODES: ReadonlyMap<number, number> = new Map([
  [SESSION.default, 0x81],
  [SESSION.programming, 0x85],
  [SESSION.extended, 0x87],
]);

export const modeOf = (session: number): number => MODES.get(session) ?? 0x81;
export const sessionOf = (mode: number): number | undefined =>
  [...MODES.entries()].find(([, value]) => value === mode)?.[0];
