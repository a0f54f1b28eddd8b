import { Inject, Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/** One expert's connection to one shop inside a case. Moments in wall-clock milliseconds. */
export interface Visit {
  readonly id: string;
  readonly caseId: string;
  readonly shop: string;
  readonly expert: string;
  readonly expertName: string;
  /** The certificate with which the expert came; the shop judges it. */
  readonly certificate: string;
  readonly openedAt: number;
  readonly closedAt: number | null;
}

@Injectable()
export class VisitStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Stores the visit; when this expert has one open in this case, gives that one, with the certificate renewed. */
  async open(visit: Visit): Promise<Visit> {
    const row = await this.db
      .insertInto('visits')
      .values({
        id: visit.id,
        case_id: visit.caseId,
        shop: visit.shop,
        expert: visit.expert,
        expert_name: visit.expertName,
        certificate: visit.certificate,
        opened_at: visit.openedAt,
        closed_at: visit.closedAt,
      })
      .onConflict((on) =>
        on
          .columns(['case_id', 'expert'])
          .where('closed_at', 'is', null)
          .doUpdateSet({ certificate: visit.certificate }),
      )
      .returningAll()
      .executeTakeFirstOrThrow();
    return readVisit(row);
  }

  async find(id: string): Promise<Visit | undefined> {
    const row = await this.db.selectFrom('visits').selectAll().where('id', '=', id).executeTakeFirst();
    return row && readVisit(row);
  }

  async ofCase(caseId: string): Promise<readonly Visit[]> {
    const query = this.db.selectFrom('visits').selectAll().where('case_id', '=', caseId);
    return (await query.orderBy('opened_at').execute()).map(readVisit);
  }

  async openOfShop(shop: string): Promise<readonly Visit[]> {
    const query = this.db.selectFrom('visits').selectAll().where('shop', '=', shop).where('closed_at', 'is', null);
    return (await query.orderBy('opened_at').execute()).map(readVisit);
  }

  /** The newest `most` that have ended, whoever ended them. */
  async endedOfShop(shop: string, most: number): Promise<readonly string[]> {
    const query = this.db.selectFrom('visits').select('id').where('shop', '=', shop).where('closed_at', 'is not', null);
    return (await query.orderBy('closed_at', 'desc').limit(most).execute()).map(({ id }) => id);
  }

  async openCount(): Promise<number> {
    const row = await this.db
      .selectFrom('visits')
      .select((of) => of.fn.countAll<number>().as('count'))
      .where('closed_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** False when it was closed before. */
  async close(id: string, at: number): Promise<boolean> {
    const query = this.db
      .updateTable('visits')
      .set({ closed_at: at })
      .where('id', '=', id)
      .where('closed_at', 'is', null);
    return (await query.executeTakeFirst()).numUpdatedRows > 0n;
  }
}

const readVisit = (row: Selectable<Schema['visits']>): Visit => ({
  id: row.id,
  caseId: row.case_id,
  shop: row.shop,
  expert: row.expert,
  expertName: row.expert_name,
  certificate: row.certificate,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
});
