export { SimulatedClock, settled } from './clock/simulated-clock.js';
export * from './links/index.js';
