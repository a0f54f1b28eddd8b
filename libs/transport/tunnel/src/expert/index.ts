export * from './events.js';
export { ExpertVisit } from './expert-visit.js';
export type { ExpertVisitOptions } from './visit-connection.js';
