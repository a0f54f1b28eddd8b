import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect, sql } from 'kysely';
import Libsql from 'libsql';
import { expect, test } from 'vitest';
import { startBroker, temporaryDirectory } from '../../test/broker.js';
import { nextEpoch } from './broker-state.js';
import { openDatabase } from './database.js';

test('[BRK-R35] the epoch counts every start', async () => {
  const directory = temporaryDirectory();
  for (const epoch of [1, 2, 3]) {
    const db = await openDatabase(directory);
    expect(await nextEpoch(db)).toBe(epoch);
    await db.destroy();
  }
});

test('every commit is synced, and references are enforced', async () => {
  const db = await openDatabase(temporaryDirectory());
  const pragma = async (name: string) =>
    Object.values((await sql`PRAGMA ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0];
  expect(await pragma('journal_mode')).toBe('wal');
  expect(await pragma('synchronous')).toBe(2);
  const orphan = { shop: 'nobody', organisation: 'nobody', approved_by: 'x', paired_at: 0 };
  await expect(db.insertInto('pairings').values(orphan).execute()).rejects.toThrow(/FOREIGN KEY/);
  await db.destroy();
});

test('[BRK-R51] the lock is given up when the database is closed', async () => {
  const directory = temporaryDirectory();
  const first = await openDatabase(directory);
  await expect(openDatabase(directory)).rejects.toThrow(/in use by another broker/);
  await first.destroy();
  await (await openDatabase(directory)).destroy();
});

test('[BRK-R50] tables of a later version are left alone', async () => {
  const directory = temporaryDirectory();
  await (await openDatabase(directory)).destroy();
  const later = new Kysely<{ kysely_migration: { name: string; timestamp: string } }>({
    dialect: new SqliteDialect({ database: new Libsql(join(directory, 'broker.db')) }),
  });
  await later.insertInto('kysely_migration').values({ name: '9999-later', timestamp: '2030-01-01' }).execute();
  await later.destroy();
  await expect(openDatabase(directory)).rejects.toThrow(/could not be brought to this version/);
});

test('keys are readable by their owner only', async () => {
  const dataDir = temporaryDirectory();
  await startBroker({ dataDir });
  for (const key of ['token-key.jwk', 'witness-key.jwk']) expect(statSync(join(dataDir, key)).mode & 0o777).toBe(0o600);
});
