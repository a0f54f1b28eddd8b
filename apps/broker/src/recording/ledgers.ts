import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import { type LedgerState, signWitness, verifyCheckpoint } from '@baylink/ledger';
import { Inject, Injectable } from '@nestjs/common';
import { Admission } from '../cases/admission.js';
import { Metrics } from '../health/metrics.js';
import { type Answer, type Refusal, refuse } from '../http/refusal.js';
import type { BrokerKeys } from '../identity/broker-keys.js';
import type { ShopPrincipal } from '../identity/principal.js';
import { diskFull, isDiskFull } from '../process/disk-full.js';
import { epochSeconds } from '../process/instant.js';
import { CLOCK, KEYS, SETTINGS } from '../process/tokens.js';
import type { BrokerSettings } from '../settings.js';
import { CheckpointStore, type WitnessedCheckpoint } from '../store/checkpoints.js';
import { ShopStore } from '../store/shops.js';
import { followLine, LedgerFile } from './ledger-file.js';
import { Turns } from './turns.js';

/** How much of a ledger lies on the broker's disk. */
export interface Stored {
  readonly size: number;
  readonly head: string | null;
}

/** Ledgers whose end is remembered; the others are read again when they grow. */
const OPEN_FILES = 500;

/** The broker's copy of every ledger. It takes what continues the chain and nothing else, and never says "stored" early. */
@Injectable()
export class Ledgers {
  private readonly directory: string;
  private readonly files = new Map<string, LedgerFile>();
  private readonly turns = new Turns();

  constructor(
    @Inject(SETTINGS) private readonly settings: BrokerSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(KEYS) private readonly keys: BrokerKeys,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(ShopStore) private readonly shops: ShopStore,
    @Inject(CheckpointStore) private readonly checkpoints: CheckpointStore,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {
    this.directory = join(settings.dataDir, 'ledgers');
  }

  size(shop: ShopPrincipal, visit: string): Answer<Stored> {
    return this.withFile(shop, visit, async (file) => ok(storedOf(file.state)));
  }

  /** Lines that are stored already are passed over; what follows must continue the chain. */
  append(shop: ShopPrincipal, visit: string, from: number, lines: readonly string[]): Answer<Stored> {
    return this.withFile(shop, visit, async (file) => {
      if (from > file.state.size) return ok(storedOf(file.state));
      const fresh = lines.slice(file.state.size - from);
      const bytes = fresh.reduce((sum, line) => sum + line.length + 1, 0);
      if (file.byteLength + bytes > this.settings.limits.ledgerBytes) return tooLarge(this.settings.limits.ledgerBytes);
      const state = followAll(file.state, fresh);
      if (!state.ok)
        return refuse(
          'conflict',
          `The ledger of visit ${visit} was not continued: ${state.error}. ${file.state.size} entries are stored.`,
        );
      if (fresh.length > 0) await file.append(fresh, state.value);
      this.metrics.ledgerLines.inc(fresh.length);
      return ok(storedOf(file.state));
    });
  }

  /** Keeps the shop's signature over a state that is stored here, with the broker's own under it. */
  checkpoint(shop: ShopPrincipal, visit: string, jws: string): Answer<Stored> {
    return this.withFile(shop, visit, async (file) => {
      const signer = await this.shops.find(shop.thumbprint);
      if (signer === undefined) return refuse('not-allowed', 'This shop is not paired here any more.');
      const verified = await verifyCheckpoint(jws, signer.jwk);
      if (!verified.ok) return refuse('proof-refused', `The checkpoint was refused: ${verified.error.sentence}.`);
      const { ledger, size, head } = verified.value.payload;
      if (ledger !== visit) return refuse('conflict', `The checkpoint is for the ledger ${ledger}, not for ${visit}.`);
      const stored = await file.headAt(size);
      if (stored === undefined) {
        return refuse(
          'conflict',
          `The checkpoint covers ${size} entries and ${file.state.size} are stored; send the entries first.`,
        );
      }
      if (stored !== head) {
        return refuse(
          'conflict',
          `The checkpoint says that entry ${size - 1} has the hash ${head}, and the stored one has ${stored}: two histories. Keep both as evidence.`,
        );
      }
      const witness = await signWitness(this.keys.witness, visit, jws, epochSeconds(this.clock));
      if (!witness.ok) throw new Error(`a witness could not be written: ${witness.error}`);
      await this.checkpoints.add(visit, { size, jws, witness: witness.value }, this.clock.wall());
      return ok(storedOf(file.state));
    });
  }

  /** The stored lines and checkpoints of a visit that the caller was found to be allowed to see. */
  async record(visit: string): Promise<{ lines: readonly string[]; checkpoints: readonly WitnessedCheckpoint[] }> {
    return this.turns.run(visit, async () => {
      await this.open(visit);
      const text = await readFile(this.pathOf(visit), 'utf8').catch(() => '');
      return { lines: text.split('\n').slice(0, -1), checkpoints: await this.checkpoints.ofVisit(visit) };
    });
  }

  private async withFile(
    shop: ShopPrincipal,
    visit: string,
    work: (file: LedgerFile) => Answer<Stored>,
  ): Answer<Stored> {
    const admitted = await this.admission.visitFor(shop, visit);
    if (!admitted.ok) return admitted;
    return this.turns.run(visit, async () => {
      try {
        return await work(await this.open(visit));
      } catch (error) {
        if (isDiskFull(error)) return diskFull(this.settings.dataDir);
        throw error;
      }
    });
  }

  private async open(visit: string): Promise<LedgerFile> {
    const known = this.files.get(visit);
    this.files.delete(visit);
    if (known === undefined) await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const file = known ?? (await LedgerFile.open(this.pathOf(visit), visit));
    this.files.set(visit, file);
    const oldest = this.files.keys().next().value;
    if (this.files.size > OPEN_FILES && oldest !== undefined) this.files.delete(oldest);
    return file;
  }

  private pathOf(visit: string): string {
    return join(this.directory, `${visit}.jsonl`);
  }
}

const storedOf = ({ size, head }: LedgerState): Stored => ({ size, head });

function followAll(start: LedgerState, lines: readonly string[]): Result<LedgerState, string> {
  let state = start;
  for (const line of lines) {
    const next = followLine(state, line);
    if (!next.ok) return err(next.error);
    state = next.value;
  }
  return ok(state);
}

const tooLarge = (limit: number): Result<never, Refusal> =>
  refuse(
    'too-large',
    `This ledger would grow past ${limit} bytes, the most that is kept of one visit; close the visit and open a new one.`,
  );
