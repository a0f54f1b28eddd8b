import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemChance, systemClock } from '@baylink/kernel/system';
import type { CarOut } from '@baylink/twin';
import { runVehicle, type Vehicle } from './vehicle.js';
import type { VehicleOptions } from './vehicle-options.js';

const host = { clock: systemClock(), chance: systemChance() };

/** A folder of its own, and the vehicles that a test starts in it; `clear` takes all of it away. */
export class VehicleRig {
  readonly #folder = mkdtempSync(join(tmpdir(), 'baylink-vehicle-'));
  readonly #running: Vehicle[] = [];

  readonly at = (name: string): string => join(this.#folder, name);

  /** A vehicle all of whose units have started. */
  async start(options: VehicleOptions): Promise<Vehicle> {
    const waiting = new Set(['gateway', 'engine', 'body']);
    let begun: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const hear = (out: CarOut): void => {
      if (out.kind !== 'report' || out.report.kind !== 'started') return;
      if (waiting.delete(out.unit) && waiting.size === 0) begun();
    };
    const vehicle = await runVehicle(options, { ...host, hear });
    if (!vehicle.ok) throw new Error(vehicle.error);
    this.#running.push(vehicle.value);
    await all;
    return vehicle.value;
  }

  /** The sentence with which a vehicle refuses to start. */
  async refusal(options: VehicleOptions): Promise<string> {
    const vehicle = await runVehicle(options, host);
    if (vehicle.ok) this.#running.push(vehicle.value);
    return vehicle.ok ? 'started' : vehicle.error;
  }

  async clear(): Promise<void> {
    for (const vehicle of this.#running.splice(0)) await vehicle.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
