export { serveVehicle } from './command/serve.js';
export { type CommandOptions, vehicleCommand } from './command/vehicle-command.js';
export { SAMPLE_FILES, type SampleFile, samplePath } from './samples/sample-files.js';
export { type Entrances, runVehicle, type Vehicle, type VehicleHost } from './vehicle.js';
export type { VehicleOptions } from './vehicle-options.js';
