import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Signer, type Thumbprint, thumbprint } from '@baylink/contracts';
import { z } from 'zod';
import { exitCodes } from '../../exit-codes.table.js';
import { makeKeyFile, readKeyFile } from '../../keys/key-file.js';
import { Stop } from '../../say.js';

const KEY = 'expert-key.json';
const CERTIFICATE = 'expert-certificate.jws';
const ENROLMENT = 'enrolment-code';
const SHOPS = 'paired-shops.json';
const shopList = z.array(thumbprint);

const ENROL_FIRST = 'run `baylink expert enrol` first.';

/** What an expert keeps between commands: the key (mode 0600), its certificate, the shops that were paired from here. */
export class ExpertFolder {
  constructor(readonly path: string) {}

  /** The key of this folder, made when there is none. */
  signerOrNew(): Promise<Signer> {
    return existsSync(this.at(KEY)) ? this.signer() : makeKeyFile(this.at(KEY));
  }

  signer(): Promise<Signer> {
    return readKeyFile(this.at(KEY), ENROL_FIRST);
  }

  get certificate(): string | undefined {
    return this.read(CERTIFICATE);
  }

  certificateOrStop(): string {
    const { certificate } = this;
    if (certificate !== undefined) return certificate;
    throw new Stop(exitCodes.usage, `There is no certificate in ${this.path}; ${ENROL_FIRST}`);
  }

  keepCertificate(certificate: string): void {
    this.write(CERTIFICATE, certificate);
  }

  /** The code of an enrolment that waits for its certificate. */
  get enrolment(): string | undefined {
    return this.read(ENROLMENT);
  }

  keepEnrolment(code: string): void {
    this.write(ENROLMENT, code);
  }

  /** Thumbprints of shops that this expert has compared and paired. */
  get shops(): readonly Thumbprint[] {
    const text = this.read(SHOPS);
    if (text === undefined) return [];
    const parsed = shopList.safeParse(parse(text));
    if (parsed.success) return parsed.data;
    throw new Stop(exitCodes.usage, `${this.at(SHOPS)} is damaged; move it away and pair the shops again.`);
  }

  keepShop(shop: Thumbprint): void {
    if (!this.shops.includes(shop)) this.write(SHOPS, JSON.stringify([...this.shops, shop]));
  }

  private read(name: string): string | undefined {
    return existsSync(this.at(name)) ? readFileSync(this.at(name), 'utf8').trim() : undefined;
  }

  /** Whole or not at all. */
  private write(name: string, text: string): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const fresh = `${this.at(name)}.new`;
    writeFileSync(fresh, `${text}\n`, { mode: 0o600 });
    renameSync(fresh, this.at(name));
  }

  private at(name: string): string {
    return join(this.path, name);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
