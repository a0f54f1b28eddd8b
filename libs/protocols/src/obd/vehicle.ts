import type { MonitorResult } from './response.js';

/** What one emission-related unit knows when it is asked. The server computes the bitmaps. */
export interface ObdVehicle {
  /** Data of mode 01 by PID. */
  readonly current: ReadonlyMap<number, Uint8Array>;
  /** Data of mode 02, frame 0; empty without a freeze frame. PID 02 names its DTC. */
  readonly freezeFrame: ReadonlyMap<number, Uint8Array>;
  readonly stored: readonly number[];
  readonly pending: readonly number[];
  readonly permanent: readonly number[];
  readonly monitors: readonly MonitorResult[];
  /** Mode 05 without CAN. */
  readonly oxygenSensorTests: readonly OxygenSensorTest[];
  /** Mode 08: answer data of each test that can be started. */
  readonly controls: ReadonlyMap<number, Uint8Array>;
  /** Mode 09 by infotype: its items, each of the length that the infotype has. */
  readonly information: ReadonlyMap<number, readonly Uint8Array[]>;
  /** `refuse`: clearing is NRC 0x22, as while the engine runs. */
  readonly clearing: 'allow' | 'refuse';
}

export interface OxygenSensorTest {
  readonly tid: number;
  readonly sensor: number;
  readonly data: Uint8Array;
}
