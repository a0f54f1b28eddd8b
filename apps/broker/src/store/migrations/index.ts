import type { Migration } from 'kysely';
import { firstTables } from './0001-first-tables.js';

/** In the order of their names; forward only, and never edited once released. */
export const migrations: Record<string, Migration> = {
  '0001-first-tables': firstTables,
};
