import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { hex } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import type { UnitAddress } from '@baylink/transport-vehicle';
import type { Line } from '../line.js';
import { openBridge, type TunnelMode } from './bridge.js';
import type { FarOrder, FarReport } from './far-tester.js';

const PROGRAM = fileURLToPath(new URL('./far-tester.js', import.meta.url));

export interface TunnelledPlace {
  readonly line: Line;
  /** The SLCAN adapter of a car that nobody else uses. */
  readonly path: string;
  readonly unit: UnitAddress;
}

/** The same requests by a tester at the far end of the line. */
export async function tunnelledFlash(
  mode: TunnelMode,
  { line, path, unit }: TunnelledPlace,
  requests: readonly Uint8Array[],
): Promise<FarReport> {
  const bridge = await openBridge(mode, { host: line.near, path, unit, clock: systemClock() });
  const [command = '', ...rest] = [...line.command, process.execPath, PROGRAM];
  const far = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const order: FarOrder = {
      mode,
      host: line.near,
      port: await line.through(bridge.port),
      unit,
      requests: requests.map(hex),
    };
    far.send(order);
    const [report] = (await once(far, 'message')) as [FarReport];
    return report;
  } finally {
    far.kill();
    await bridge.close();
  }
}
