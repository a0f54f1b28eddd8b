export * from './nrc.table.js';
export * from './request.js';
export * from './services.table.js';
