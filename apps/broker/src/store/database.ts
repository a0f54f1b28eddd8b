import { join } from 'node:path';
import { errorText } from '@baylink/kernel';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import { BrokerCannotStart, errorCode } from '../process/cannot-start.js';
import { migrations } from './migrations/index.js';
import type { Schema } from './schema.js';

export type Database = Kysely<Schema>;

/** Every commit is on the disk before its promise resolves; the exclusive lock keeps a second broker away. */
const PRAGMAS = ['locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON'];

/** Opens, checks and migrates `broker.db` in `dataDir`. Throws `BrokerCannotStart`. */
export async function openDatabase(dataDir: string): Promise<Database> {
  const file = join(dataDir, 'broker.db');
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: releasing(openFile(file)) }) });
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error === undefined) return db;
  await db.destroy();
  throw new BrokerCannotStart(
    `The database ${file} could not be brought to this version's tables (${errorText(error)}); it was left as it is. Start the version of Baylink that wrote it, or restore a backup.`,
  );
}

function openFile(file: string): Libsql.Database {
  try {
    const database = new Libsql(file);
    for (const pragma of PRAGMAS) database.pragma(pragma);
    database.exec('BEGIN IMMEDIATE; COMMIT');
    const found = database.prepare('PRAGMA quick_check(1)').raw().get();
    if (Array.isArray(found) && found[0] === 'ok') return database;
    throw new BrokerCannotStart(damaged(file, `its check says ${JSON.stringify(found)}`));
  } catch (error) {
    if (error instanceof BrokerCannotStart) throw error;
    throw new BrokerCannotStart(openFailure(file, error));
  }
}

/**
 * The binding keeps its file open until its statements are collected, and with it the lock: closing gives the lock up by
 * leaving WAL, which also folds the log into the database file.
 */
const releasing = (database: Libsql.Database) => ({
  prepare: (sql: string) => database.prepare(sql),
  close: () => {
    try {
      for (const pragma of ['journal_mode = DELETE', 'locking_mode = NORMAL', 'user_version']) database.pragma(pragma);
    } catch {
      // On a full disk the log stays beside the file; the next start folds it in.
    } finally {
      database.close();
    }
  },
});

const damaged = (file: string, why: string): string =>
  `The database ${file} is damaged: ${why}. Move it aside together with its -wal file and restore a backup; nothing was written to it.`;

function openFailure(file: string, error: unknown): string {
  switch (errorCode(error)) {
    case 'SQLITE_BUSY':
      return `The database ${file} is in use by another broker; stop that one, or give this one a data directory of its own with --data.`;
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return damaged(file, errorText(error));
    default:
      return `The database ${file} cannot be opened (${errorText(error)}); check that the data directory exists, is writable and has free space.`;
  }
}
