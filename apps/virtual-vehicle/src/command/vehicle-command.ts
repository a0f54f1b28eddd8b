import { Command } from 'commander';
import { ENTRANCES } from '../entrances.table.js';
import type { VehicleOptions } from '../vehicle-options.js';
import { serveVehicle } from './serve.js';

/** What the command line adds to the options: how the process talks. */
export interface CommandOptions extends VehicleOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `baylink vehicle`: for the program's own `main.ts`, and to be added to a larger program. */
export function vehicleCommand(): Command {
  const command = new Command('vehicle').description(
    'The sample car: a gateway, an engine unit and a body unit, reachable like real ones',
  );
  for (const { flag, help } of Object.values(ENTRANCES)) command.option(flag, help);
  return command
    .option('--attach <link>', 'join an existing bus: slcan:PATH')
    .option('--dialect <name>', 'what the units speak: uds (ISO 14229-1), or kwp2000 (ISO 14230-3)')
    .option('--script <file>', 'what happens to the car, as JSON entries; see the README')
    .option('--dump <unit:file>', 'write the flash of a unit at the end, and on SIGUSR2', collect)
    .option('--state <folder>', 'keep flash, coding and trouble codes here between runs')
    .option('--image <file>', 'first application of the engine unit, Intel HEX or S-record')
    .option('--control <path>', 'a Unix socket that takes commands as JSON lines; see the README')
    .option('--meter <path>', 'tell the battery voltage every 50 ms, into a FIFO or a file')
    .option('--json', 'tell where the car is, and what happens to it, as JSON lines')
    .option('--verbose', 'tell what happens in the car')
    .action(async (options: CommandOptions) => {
      process.exitCode = await serveVehicle(options);
    });
}
