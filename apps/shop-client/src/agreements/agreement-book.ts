import { join } from 'node:path';
import { type Clock, type Disk, err, ok, type Result } from '@baylink/kernel';
import { type Fact, known, type SignedAgreement } from '@baylink/safety';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';
import { AGREEMENTS } from './agreements.table.js';

const BOOK = 'agreements.json';
const book = z.array(
  z.strictObject({ id: z.string(), version: z.string(), sha256: z.string(), name: z.string(), signedAt: z.string() }),
);
type Signature = z.infer<typeof book>[number];

/** Who has signed which agreement at this shop: `DIR/agreements.json`. Durable before it counts. */
export class AgreementBook {
  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    private readonly clock: Clock,
    private signatures: readonly Signature[],
    private readonly doubt?: string,
  ) {}

  /** Nobody can say what was signed: nothing is, and nothing is written over it. */
  static inDoubt(disk: Disk, folder: string, clock: Clock, why: string): AgreementBook {
    return new AgreementBook(disk, join(folder, BOOK), clock, [], why);
  }

  static async open(disk: Disk, folder: string, clock: Clock): Promise<Result<AgreementBook, string>> {
    const path = join(folder, BOOK);
    const found = await readDocument(disk, path, book);
    return found.ok ? ok(new AgreementBook(disk, path, clock, found.value ?? [])) : found;
  }

  /** Signs one agreement that this shop client can show, in exactly the version and text that were shown. */
  async sign(wanted: SignedAgreement, name: string): Promise<Result<Signature, string>> {
    if (this.doubt !== undefined) return err(this.doubt);
    const shown = AGREEMENTS.find((entry) => entry.id === wanted.id);
    if (!shown) return err(`This shop client has no agreement "${wanted.id}" to show, so nobody can sign it here.`);
    if (shown.version !== wanted.version || shown.sha256 !== wanted.sha256) {
      return err(
        `The agreement "${wanted.id}" has version ${shown.version} here and ${wanted.version} was named; reload the page and read it again.`,
      );
    }
    const signature = { ...wanted, name, signedAt: new Date(this.clock.wall()).toISOString() };
    const signatures = [...this.signatures.filter((entry) => entry.id !== wanted.id), signature];
    await writeDocument(this.disk, this.path, signatures);
    this.signatures = signatures;
    return ok(signature);
  }

  signedBy(id: string, version: string): string | null {
    return this.signatures.find((entry) => entry.id === id && entry.version === version)?.name ?? null;
  }

  /** Everything that is signed, with who signed it. */
  all(): readonly Signature[] {
    return this.signatures;
  }

  fact(): Fact<readonly SignedAgreement[]> {
    const signed = this.signatures.map(({ id, version, sha256 }) => ({ id, version, sha256 }));
    return known(signed, this.clock.now(), 'the shop’s book of agreements');
  }
}
