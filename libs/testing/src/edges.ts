/* The simulated edges of a process, for whoever is no test: nothing here needs a test runner. */
export { SimulatedClock, settled } from './clock/simulated-clock.js';
export { type DiskAnswer, type DiskOperation, type DiskWatch, SimulatedDisk } from './disk/simulated-disk.js';
