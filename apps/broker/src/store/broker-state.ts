import type { Database } from './database.js';

/** Counts this start and answers its epoch: 1 at the first start, higher at every later one. */
export async function nextEpoch(db: Database): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('broker_state').select('value').where('key', '=', 'epoch').executeTakeFirst();
    const epoch = Number(row?.value ?? 0) + 1;
    await tx
      .insertInto('broker_state')
      .values({ key: 'epoch', value: String(epoch) })
      .onConflict((on) => on.column('key').doUpdateSet({ value: String(epoch) }))
      .execute();
    return epoch;
  });
}
