import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { jwsTypes, type Signer, signJws } from '@baylink/contracts';
import {
  after,
  type Clock,
  type Disk,
  err,
  errorText,
  type Millis,
  millis,
  millivolts,
  ok,
  type Result,
} from '@baylink/kernel';
import type { Acknowledgement, BackupGrade, Plan } from '@baylink/safety';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';

const COUNTER = 'acknowledgement-counter.json';
const counterDocument = z.strictObject({ used: z.int().nonnegative() });

export interface Agreed {
  readonly plan: Plan;
  readonly planDigest: string;
  readonly voltageSeen: number;
  readonly backupGrade: BackupGrade;
  readonly held: Millis;
  readonly life: Millis;
  readonly phrases: { readonly shop: string; readonly expert: string };
}

/**
 * Turns a held button into the shop's signed acknowledgement. Its counter is on the disk before the token exists, so that
 * no token is ever made twice, whatever happens in between (I8).
 */
export class Acknowledger {
  private writing: Promise<Result<void, string>> = Promise.resolve(ok());

  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private readonly signer: Signer,
    private readonly clock: Clock,
    readonly bootId: string,
    private counter: number,
    private readonly doubt?: string,
  ) {}

  /** Nobody can say which number was the last: none is given, and every one that exists is used. */
  static inDoubt(disk: Disk, folder: string, signer: Signer, clock: Clock, bootId: string, why: string): Acknowledger {
    return new Acknowledger(disk, join(folder, COUNTER), signer, clock, bootId, Number.MAX_SAFE_INTEGER, why);
  }

  static async open(
    disk: Disk,
    folder: string,
    signer: Signer,
    clock: Clock,
    bootId: string,
  ): Promise<Result<Acknowledger, string>> {
    const path = join(folder, COUNTER);
    const found = await readDocument(disk, path, counterDocument);
    return found.ok ? ok(new Acknowledger(disk, path, signer, clock, bootId, found.value?.used ?? 0)) : found;
  }

  /** The highest counter that was ever used. */
  get used(): number {
    return this.counter;
  }

  async sign(agreed: Agreed): Promise<Result<Acknowledgement, string>> {
    if (this.doubt !== undefined) return err(`Nothing was agreed: ${this.doubt}`);
    const counter = ++this.counter;
    const kept = await this.keep(counter);
    if (!kept.ok) return kept;
    const at = millis(Math.floor(this.clock.now()));
    const expires = after(at, agreed.life);
    const { plan, planDigest, phrases } = agreed;
    const binding = {
      job: plan.job,
      plan: planDigest,
      vin: plan.target.vin,
      unit: plan.target.unit,
      millivolts: agreed.voltageSeen,
      backupGrade: agreed.backupGrade,
      bootId: this.bootId,
      counter,
      at: Math.floor(this.clock.wall()),
      monotonic: at,
      expires,
    };
    const token = await signJws(this.signer, jwsTypes.acknowledgement, binding);
    if (!token.ok) return err(token.error);
    return ok({
      job: plan.job,
      planDigest,
      vin: plan.target.vin,
      unit: plan.target.unit,
      voltageSeen: millivolts(agreed.voltageSeen),
      backupGrade: agreed.backupGrade,
      at,
      expires,
      bootId: this.bootId,
      counter,
      held: agreed.held,
      phrases,
      signatureDigest: createHash('sha256').update(token.value).digest('hex'),
    });
  }

  /** One after the other: two buttons held at once are two counters. One that could not be kept is never given again. */
  private keep(used: number): Promise<Result<void, string>> {
    this.writing = this.writing.then(async () => {
      try {
        await writeDocument(this.disk, this.path, { used });
        return ok();
      } catch (failure) {
        return err(
          `The acknowledgement could not be counted in ${this.path} (${errorText(failure)}), so nothing was agreed; free the disk and hold the button again.`,
        );
      }
    });
    return this.writing;
  }
}
