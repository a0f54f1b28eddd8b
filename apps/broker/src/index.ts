export { BrokerCannotStart } from './process/cannot-start.js';
export { type BrokerOptions, type RunningBroker, runBroker } from './run-broker.js';
export { DEFAULT_LIMITS, type Limits, type LogLevel } from './settings.js';
