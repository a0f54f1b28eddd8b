import type { PublicJwk } from '@baylink/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';
import { ed25519 } from './organisations.js';

export interface Shop {
  readonly thumbprint: string;
  readonly name: string;
  readonly jwk: PublicJwk;
}

/** Shops, and the organisations that each is paired with. */
@Injectable()
export class ShopStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async find(thumbprint: string): Promise<Shop | undefined> {
    const row = await this.db.selectFrom('shops').selectAll().where('thumbprint', '=', thumbprint).executeTakeFirst();
    return row && { thumbprint: row.thumbprint, name: row.name, jwk: ed25519(row.x) };
  }

  async isPaired(shop: string, organisation: string): Promise<boolean> {
    const row = await this.db
      .selectFrom('pairings')
      .select('shop')
      .where('shop', '=', shop)
      .where('organisation', '=', organisation)
      .executeTakeFirst();
    return row !== undefined;
  }
}
