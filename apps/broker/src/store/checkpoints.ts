import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';

/** A shop's signed statement about its ledger at `size` entries, and the broker's signature under it. */
export interface WitnessedCheckpoint {
  readonly size: number;
  readonly jws: string;
  readonly witness: string;
}

@Injectable()
export class CheckpointStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Keeps the first checkpoint of a size; a second one that differs is for the caller to notice. */
  async add(visit: string, checkpoint: WitnessedCheckpoint, at: number): Promise<void> {
    await this.db
      .insertInto('checkpoints')
      .values({ visit, at, ...checkpoint })
      .onConflict((on) => on.doNothing())
      .execute();
  }

  async find(visit: string, size: number): Promise<WitnessedCheckpoint | undefined> {
    return this.db
      .selectFrom('checkpoints')
      .select(['size', 'jws', 'witness'])
      .where('visit', '=', visit)
      .where('size', '=', size)
      .executeTakeFirst();
  }

  ofVisit(visit: string): Promise<WitnessedCheckpoint[]> {
    const query = this.db.selectFrom('checkpoints').select(['size', 'jws', 'witness']).where('visit', '=', visit);
    return query.orderBy('size').execute();
  }
}
