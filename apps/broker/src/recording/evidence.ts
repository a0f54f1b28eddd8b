import { ok } from '@baylink/kernel';
import { evidenceFile } from '@baylink/ledger';
import { Inject, Injectable } from '@nestjs/common';
import { type Answer, refuse } from '../http/refusal.js';
import type { BrokerKeys } from '../identity/broker-keys.js';
import { KEYS } from '../process/tokens.js';
import { Ledgers } from './ledgers.js';

/** The file that an auditor takes home: every stored entry under the shop's newest checkpoint and the broker's witness. */
@Injectable()
export class Evidence {
  constructor(
    @Inject(KEYS) private readonly keys: BrokerKeys,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
  ) {}

  async file(visit: string): Answer<string> {
    const { lines, checkpoints } = await this.ledgers.record(visit);
    const newest = checkpoints.at(-1);
    if (newest === undefined) {
      return refuse(
        'conflict',
        `The shop has signed nothing of visit ${visit} yet (${lines.length} entries are stored); ask again when it has uploaded a checkpoint.`,
      );
    }
    const witness = { jwk: this.keys.witness.jwk, jws: newest.witness };
    const text = evidenceFile({ checkpoint: newest.jws, witness }, lines);
    if (!text.ok) throw new Error(`an evidence file could not be written: ${text.error}`);
    return ok(text.value);
  }
}
