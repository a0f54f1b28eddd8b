import type { Organisation, PublicJwk } from '@baylink/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';

export const ed25519 = (x: string): PublicJwk => ({ kty: 'OKP', crv: 'Ed25519', x });

/** Expert organisations by their root's thumbprint, and the experts that their roots have certified. */
@Injectable()
export class OrganisationStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Keeps the first name that a root registered under. */
  async register(organisation: Organisation, at: number): Promise<Organisation> {
    await this.db
      .insertInto('organisations')
      .values({
        thumbprint: organisation.thumbprint,
        name: organisation.name,
        x: organisation.root.x,
        registered_at: at,
      })
      .onConflict((on) => on.doNothing())
      .execute();
    return (await this.find(organisation.thumbprint)) ?? organisation;
  }

  async find(thumbprint: string): Promise<Organisation | undefined> {
    const row = await this.db
      .selectFrom('organisations')
      .selectAll()
      .where('thumbprint', '=', thumbprint)
      .executeTakeFirst();
    return row && { name: row.name, root: ed25519(row.x), thumbprint: row.thumbprint };
  }

  async rememberExpert(expert: { thumbprint: string; organisation: string; name: string; certificate: string }) {
    await this.db
      .insertInto('experts')
      .values(expert)
      .onConflict((on) => on.column('thumbprint').doUpdateSet(expert))
      .execute();
  }

  findExpert(thumbprint: string) {
    return this.db.selectFrom('experts').selectAll().where('thumbprint', '=', thumbprint).executeTakeFirst();
  }
}
