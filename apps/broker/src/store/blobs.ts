import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';

/** Which shop stored which content. The same bytes may belong to several shops, and none learns of the others. */
@Injectable()
export class BlobStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async add(sha256: string, shop: string, size: number, at: number): Promise<void> {
    await this.db
      .insertInto('blobs')
      .values({ sha256, shop, size, stored_at: at })
      .onConflict((on) => on.doNothing())
      .execute();
  }

  async ownersOf(sha256: string): Promise<readonly string[]> {
    const rows = await this.db.selectFrom('blobs').select('shop').where('sha256', '=', sha256).execute();
    return rows.map(({ shop }) => shop);
  }

  /** Bytes that the shop has stored so far. */
  async usedBy(shop: string): Promise<number> {
    const row = await this.db
      .selectFrom('blobs')
      .select((of) => of.fn.sum<number | null>('size').as('used'))
      .where('shop', '=', shop)
      .executeTakeFirstOrThrow();
    return Number(row.used ?? 0);
  }
}
