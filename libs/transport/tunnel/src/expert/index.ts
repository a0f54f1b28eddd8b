export * from './events.js';
export { ExpertVisit, type ExpertVisitOptions } from './expert-visit.js';
