import { join } from 'node:path';
import { type NewCase, newCase, randomId, type Scan } from '@baylink/contracts';
import type { Clock, Disk, Result } from '@baylink/kernel';
import { type Diagnosis, type Fact, known, unknown } from '@baylink/safety';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';

const FILE = 'case.json';
const document = z.strictObject({ id: randomId, intake: newCase });
type OpenCase = z.infer<typeof document>;

interface ScanTaken {
  readonly scan: Scan;
  readonly complete: boolean;
  readonly at: ReturnType<Clock['now']>;
}

/** The case that this shop works on: its intake, its newest scan, and what the technician has allowed in it. */
export class CaseDesk {
  private taken: ScanTaken | undefined;
  /** Requests that move something in the car; allowed for one visit, never remembered. */
  activeTests = false;

  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private readonly clock: Clock,
    private current: OpenCase | undefined,
  ) {}

  static async open(disk: Disk, folder: string, clock: Clock): Promise<Result<CaseDesk, string>> {
    const path = join(folder, FILE);
    const found = await readDocument(disk, path, document.nullable());
    if (!found.ok) return found;
    return { ok: true, value: new CaseDesk(disk, path, clock, found.value ?? undefined) };
  }

  /** Nobody can say which case was open: none is, until the next one is begun. */
  static inDoubt(disk: Disk, folder: string, clock: Clock): CaseDesk {
    return new CaseDesk(disk, join(folder, FILE), clock, undefined);
  }

  get open(): OpenCase | undefined {
    return this.current;
  }

  get scan(): Scan | null {
    return this.taken?.scan ?? null;
  }

  /** VIN as the newest scan found it. */
  get vin(): string | null {
    return this.taken?.scan.units.find((unit) => unit.vin !== null)?.vin ?? null;
  }

  async begin(id: string, intake: NewCase): Promise<void> {
    await this.become({ id, intake });
  }

  async end(): Promise<void> {
    await this.become(undefined);
  }

  scanned(scan: Scan, complete: boolean): void {
    this.taken = { scan, complete, at: this.clock.now() };
  }

  diagnosis(): Fact<Diagnosis> {
    if (!this.taken) return unknown('nobody has scanned it yet');
    const { scan, complete, at } = this.taken;
    const findings = scan.units.flatMap(({ unit, dtcs }) =>
      dtcs.map(({ code, status }) => ({ unit, dtc: code, status })),
    );
    return known({ vin: this.vin ?? '', complete, findings }, at, 'the scan of this case');
  }

  private async become(current: OpenCase | undefined): Promise<void> {
    await writeDocument(this.disk, this.path, current ?? null);
    this.current = current;
    this.taken = undefined;
    this.activeTests = false;
  }
}
