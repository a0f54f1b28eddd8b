import type { Organisation } from '@baylink/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';
import { ed25519 } from './organisations.js';

/** A shop that shows `userCode` on its bay screen and holds the device code whose digest this is. */
export interface PairingRequest {
  readonly deviceCodeDigest: string;
  readonly userCode: string;
  readonly shop: string;
  readonly shopName: string;
  readonly x: string;
  readonly expiresAt: number;
}

@Injectable()
export class PairingStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async add(request: PairingRequest, now: number): Promise<void> {
    await this.db.deleteFrom('pairing_requests').where('expires_at', '<=', now).execute();
    await this.db
      .insertInto('pairing_requests')
      .values({
        device_code_digest: request.deviceCodeDigest,
        user_code: request.userCode,
        shop: request.shop,
        shop_name: request.shopName,
        x: request.x,
        expires_at: request.expiresAt,
        organisation: null,
      })
      .execute();
  }

  /** A request that nobody has approved yet. */
  async findOpen(userCode: string, now: number): Promise<{ shop: string; shopName: string } | undefined> {
    const row = await this.db
      .selectFrom('pairing_requests')
      .select(['shop', 'shop_name'])
      .where('user_code', '=', userCode)
      .where('organisation', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row && { shop: row.shop, shopName: row.shop_name };
  }

  /** Uses the code up, in one transaction with the pairing it makes; false when somebody else has used it before. */
  approve(userCode: string, organisation: string, expert: string, now: number): Promise<boolean> {
    return this.db.transaction().execute(async (tx) => {
      const request = await tx
        .updateTable('pairing_requests')
        .set({ organisation })
        .where('user_code', '=', userCode)
        .where('organisation', 'is', null)
        .where('expires_at', '>', now)
        .returning(['shop', 'shop_name', 'x'])
        .executeTakeFirst();
      if (request === undefined) return false;
      const shop = { thumbprint: request.shop, name: request.shop_name, x: request.x };
      await tx
        .insertInto('shops')
        .values(shop)
        .onConflict((on) => on.column('thumbprint').doUpdateSet({ name: shop.name }))
        .execute();
      await tx
        .insertInto('pairings')
        .values({ shop: shop.thumbprint, organisation, approved_by: expert, paired_at: now })
        .onConflict((on) => on.doNothing())
        .execute();
      return true;
    });
  }

  /** What the shop's poll finds: nothing, a request still waiting, or the organisation that approved it. */
  async poll(deviceCodeDigest: string, now: number): Promise<Organisation | 'pending' | undefined> {
    const row = await this.db
      .selectFrom('pairing_requests')
      .leftJoin('organisations', 'organisations.thumbprint', 'pairing_requests.organisation')
      .select(['organisations.thumbprint', 'organisations.name', 'organisations.x'])
      .where('device_code_digest', '=', deviceCodeDigest)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.thumbprint === null || row.name === null || row.x === null) return 'pending';
    return { thumbprint: row.thumbprint, name: row.name, root: ed25519(row.x) };
  }

  async addTry(expert: string, now: number, forgetBefore: number): Promise<void> {
    await this.db.deleteFrom('pairing_tries').where('at', '<=', forgetBefore).execute();
    await this.db.insertInto('pairing_tries').values({ expert, at: now }).execute();
  }

  /** When the expert's wrong codes since `after` were entered, oldest first. */
  async triesOf(expert: string, after: number): Promise<readonly number[]> {
    const rows = await this.db
      .selectFrom('pairing_tries')
      .select('at')
      .where('expert', '=', expert)
      .where('at', '>', after)
      .orderBy('at')
      .execute();
    return rows.map(({ at }) => at);
  }
}
