import { CompiledQuery, type Kysely, type Migration } from 'kysely';

const TABLES = [
  `CREATE TABLE broker_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE organisations (
     thumbprint TEXT PRIMARY KEY, name TEXT NOT NULL, x TEXT NOT NULL, registered_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE enrolments (
     code TEXT PRIMARY KEY, thumbprint TEXT NOT NULL, name TEXT NOT NULL, x TEXT NOT NULL,
     certificate TEXT, expires_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE experts (
     thumbprint TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisations (thumbprint),
     name TEXT NOT NULL, certificate TEXT NOT NULL) STRICT`,
  `CREATE TABLE shops (thumbprint TEXT PRIMARY KEY, name TEXT NOT NULL, x TEXT NOT NULL) STRICT`,
  `CREATE TABLE pairings (
     shop TEXT NOT NULL REFERENCES shops (thumbprint),
     organisation TEXT NOT NULL REFERENCES organisations (thumbprint),
     approved_by TEXT NOT NULL, paired_at INTEGER NOT NULL, PRIMARY KEY (shop, organisation)) STRICT`,
  `CREATE TABLE pairing_requests (
     device_code_digest TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, shop TEXT NOT NULL, shop_name TEXT NOT NULL,
     x TEXT NOT NULL, expires_at INTEGER NOT NULL, organisation TEXT REFERENCES organisations (thumbprint)) STRICT`,
  `CREATE TABLE pairing_tries (expert TEXT NOT NULL, at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX pairing_tries_by_expert ON pairing_tries (expert, at)`,
  `CREATE TABLE cases (
     id TEXT PRIMARY KEY, shop TEXT NOT NULL REFERENCES shops (thumbprint), vehicle TEXT NOT NULL,
     complaint TEXT NOT NULL, opened_at INTEGER NOT NULL, closed_at INTEGER) STRICT`,
  `CREATE INDEX cases_by_shop ON cases (shop, opened_at)`,
  `CREATE TABLE visits (
     id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), shop TEXT NOT NULL, expert TEXT NOT NULL,
     expert_name TEXT NOT NULL, certificate TEXT NOT NULL, opened_at INTEGER NOT NULL, closed_at INTEGER) STRICT`,
  `CREATE UNIQUE INDEX visits_open ON visits (case_id, expert) WHERE closed_at IS NULL`,
  `CREATE INDEX visits_by_case ON visits (case_id)`,
  `CREATE INDEX visits_by_shop ON visits (shop, closed_at)`,
  `CREATE TABLE blobs (
     sha256 TEXT NOT NULL, shop TEXT NOT NULL REFERENCES shops (thumbprint), size INTEGER NOT NULL,
     stored_at INTEGER NOT NULL, PRIMARY KEY (sha256, shop)) STRICT`,
  `CREATE TABLE checkpoints (
     visit TEXT NOT NULL REFERENCES visits (id), size INTEGER NOT NULL, jws TEXT NOT NULL, witness TEXT NOT NULL,
     at INTEGER NOT NULL, PRIMARY KEY (visit, size)) STRICT`,
];

export const firstTables: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const table of TABLES) await db.executeQuery(CompiledQuery.raw(table));
  },
};
