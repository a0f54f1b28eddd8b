import { vehicleCommand } from './command/vehicle-command.js';

await vehicleCommand().parseAsync();
