import { type NewCase, vehicleDescription } from '@baylink/contracts';
import { Inject, Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/** A shop's request for help on one vehicle, as it is stored. Moments in wall-clock milliseconds. */
export interface Case {
  readonly id: string;
  readonly shop: string;
  readonly vehicle: NewCase['vehicle'];
  readonly complaint: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
}

/** Newest first; so many are shown at once. */
const LIST_LENGTH = 200;

@Injectable()
export class CaseStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async add(opened: Case): Promise<void> {
    await this.db
      .insertInto('cases')
      .values({
        id: opened.id,
        shop: opened.shop,
        vehicle: JSON.stringify(opened.vehicle),
        complaint: opened.complaint,
        opened_at: opened.openedAt,
        closed_at: opened.closedAt,
      })
      .execute();
  }

  async find(id: string): Promise<Case | undefined> {
    const row = await this.db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
    return row && readCase(row);
  }

  async close(id: string, at: number): Promise<void> {
    await this.db
      .updateTable('cases')
      .set({ closed_at: at })
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .execute();
  }

  async ofShop(shop: string): Promise<readonly Case[]> {
    const query = this.db.selectFrom('cases').selectAll('cases').where('shop', '=', shop);
    return (await query.orderBy('opened_at', 'desc').limit(LIST_LENGTH).execute()).map(readCase);
  }

  /** Those of every shop that is paired with the organisation. */
  async ofOrganisation(organisation: string): Promise<readonly Case[]> {
    const query = this.db
      .selectFrom('cases')
      .innerJoin('pairings', 'pairings.shop', 'cases.shop')
      .selectAll('cases')
      .where('pairings.organisation', '=', organisation);
    return (await query.orderBy('opened_at', 'desc').limit(LIST_LENGTH).execute()).map(readCase);
  }
}

const readCase = (row: Selectable<Schema['cases']>): Case => ({
  id: row.id,
  shop: row.shop,
  vehicle: vehicleDescription.parse(JSON.parse(row.vehicle)),
  complaint: row.complaint,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
});
