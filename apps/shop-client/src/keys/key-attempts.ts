import { join } from 'node:path';
import { type Clock, type Disk, errorText, ok, type Result } from '@baylink/kernel';
import { type Fact, KEY_BUDGET, type KeyAttempt, known, unknown } from '@baylink/safety';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';

const document = z.array(z.strictObject({ unit: z.int(), serial: z.string() })).max(1024);

/** A unit by its own serial number: another car's at the same address is another unit. */
export interface KeyHolder {
  readonly unit: number;
  readonly serial: string;
}

/**
 * Which units were asked for a seed without having accepted the key yet. Written down before the key can leave, so that
 * neither a lost answer nor a restart forgets an attempt; an accepted key ends the count. Nothing of seeds or keys is in it.
 */
export class KeyAttempts {
  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private readonly clock: Clock,
    private standing: readonly KeyAttempt[],
    /** Why the file does not say what had been tried before. */
    private readonly doubt?: { readonly why: string; readonly holder: KeyHolder | undefined },
  ) {}

  /**
   * Nobody can say what had been tried: as if the unit of the job that has to go on had just used up every key, and for any
   * other unit not known. The file is left as it is, so that the next start doubts as well.
   */
  static inDoubt(disk: Disk, folder: string, clock: Clock, why: string, holder: KeyHolder | undefined): KeyAttempts {
    const attempts = new KeyAttempts(disk, join(folder, 'key-attempts.json'), clock, [], { why, holder });
    if (holder !== undefined) attempts.standing = attempts.allOf(holder);
    return attempts;
  }

  /** Attempts of an earlier start count from now: how long that is ago, no clock can be trusted with. */
  static async open(disk: Disk, folder: string, clock: Clock): Promise<Result<KeyAttempts, string>> {
    const path = join(folder, 'key-attempts.json');
    const found = await readDocument(disk, path, document);
    if (!found.ok) return found;
    const at = clock.now();
    return ok(
      new KeyAttempts(
        disk,
        path,
        clock,
        (found.value ?? []).map((entry) => ({ ...entry, at })),
      ),
    );
  }

  fact(): Fact<readonly KeyAttempt[]> {
    if (this.doubt !== undefined && this.doubt.holder === undefined) return unknown(this.doubt.why);
    return known(this.standing, this.clock.now(), 'this shop’s own count');
  }

  /** A seed has come, and a key may follow it. The error: it could not be written down, and no further key may leave. */
  async begun(holder: KeyHolder): Promise<Result<void, string>> {
    return this.become([...this.recent(), this.entry(holder)]);
  }

  /** The unit has accepted a key, or wants none. */
  async accepted(holder: KeyHolder): Promise<Result<void, string>> {
    const kept = this.standing.filter((entry) => !isOf(entry, holder));
    return kept.length === this.standing.length ? ok() : this.become(kept);
  }

  /** The unit says itself that it has had enough (NRC 36, 37). */
  async exhausted(holder: KeyHolder): Promise<Result<void, string>> {
    return this.become([...this.recent(), ...this.allOf(holder)]);
  }

  private allOf = (holder: KeyHolder): readonly KeyAttempt[] =>
    Array.from({ length: KEY_BUDGET.attempts }, () => this.entry(holder));

  private entry = ({ unit, serial }: KeyHolder): KeyAttempt => ({ unit, serial, at: this.clock.now() });

  private recent(): readonly KeyAttempt[] {
    return this.standing.filter(({ at }) => this.clock.now() - at < KEY_BUDGET.window);
  }

  private async become(next: readonly KeyAttempt[]): Promise<Result<void, string>> {
    this.standing = next;
    if (this.doubt !== undefined) return { ok: false, error: this.doubt.why };
    try {
      await writeDocument(
        this.disk,
        this.path,
        next.map(({ unit, serial }) => ({ unit, serial })),
      );
      return ok();
    } catch (failure) {
      return {
        ok: false,
        error: `${this.path} cannot be written: ${errorText(failure)}`,
      };
    }
  }
}

const isOf = (entry: KeyAttempt, { unit, serial }: KeyHolder): boolean =>
  entry.unit === unit && entry.serial === serial;
