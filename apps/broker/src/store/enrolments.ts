import type { Enrolment } from '@baylink/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE } from '../process/tokens.js';
import type { Database } from './database.js';
import { ed25519 } from './organisations.js';

/** Keys that wait for a certificate. */
@Injectable()
export class EnrolmentStore {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  async add(enrolment: Enrolment, now: number, expiresAt: number): Promise<void> {
    const { code, name, thumbprint, jwk } = enrolment;
    await this.db.deleteFrom('enrolments').where('expires_at', '<=', now).execute();
    await this.db
      .insertInto('enrolments')
      .values({ code, name, thumbprint, x: jwk.x, certificate: null, expires_at: expiresAt })
      .execute();
  }

  async find(code: string, now: number): Promise<Enrolment | undefined> {
    const row = await this.db
      .selectFrom('enrolments')
      .selectAll()
      .where('code', '=', code)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { name, thumbprint, certificate } = row;
    return { code, name, thumbprint, certificate, jwk: ed25519(row.x) };
  }

  async setCertificate(code: string, certificate: string): Promise<void> {
    await this.db.updateTable('enrolments').set({ certificate }).where('code', '=', code).execute();
  }
}
