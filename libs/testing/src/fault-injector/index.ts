export * from './fault-plan.js';
export * from './faulty-link.js';
