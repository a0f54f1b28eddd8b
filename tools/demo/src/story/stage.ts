import { readFileSync, rmSync } from 'node:fs';
import type { Account } from '../account/account.js';
import { BayView } from '../account/bay-view.js';
import { Technician } from '../bay/technician.js';
import type { JsonLine } from '../house/child.js';
import type { House } from '../house/house.js';
import { readFirmware } from '../oracle/firmware.js';
import { withRuns } from '../oracle/memory.js';
import type { AlteringRelay } from '../relay/altering-relay.js';
import type { OfferedFlash } from './flashing.js';
import { Expert, Organisation } from './people.js';

export const VIN = 'XBLTWN0A5SC000042';

/** Everything that chapters share: the house, the people, and what the engine's memory must be by now. */
export class Stage {
  readonly organisation: Organisation;
  /** May do everything but `secure`. */
  readonly ada: Expert;
  /** The certificate does not cover programming. */
  readonly ben: Expert;
  /** Every visit that was entered, in order. */
  readonly visits: string[] = [];
  /** Digest of a plan that was executed before. */
  anotherPlan = 'f'.repeat(64);
  /** A flash that waits at the shop, while chapters need it. */
  offered: OfferedFlash | undefined;
  /** What the engine's memory must hold, first address first. Set by the first dump, changed by whatever is flashed. */
  memory: Buffer = Buffer.alloc(0);
  private present: { readonly bay: string; readonly technician: Technician } | undefined;
  private readonly view: BayView;
  private dumps = 0;

  constructor(
    readonly house: House,
    readonly account: Account,
    readonly relay: AlteringRelay,
    /** The firmware file of this telling. */
    readonly file: string,
    /** Another one, 96 KiB of the sample car's own. */
    readonly sample: string,
    readonly foreignHardware: string,
  ) {
    const hear = (line: JsonLine): void => this.hear(line);
    this.organisation = new Organisation(house);
    this.ada = new Expert(house, 'Ada', hear);
    this.ben = new Expert(house, 'Ben', hear);
    this.view = new BayView(account);
  }

  /** At the bay screen of the shop client that runs now. */
  get technician(): Technician {
    const { bay } = this.house;
    if (this.present?.bay !== bay)
      this.present = { bay, technician: new Technician(bay, (state) => this.view.show(state)) };
    return this.present.technician;
  }

  /** The factory software as a file, so that a chapter can put it back. */
  get original(): string {
    return this.house.at('original.s19');
  }

  /** The engine's flash as it is now, read past every protocol. */
  async dump(): Promise<Buffer> {
    this.dumps += 1;
    const file = this.house.at(`dump-${this.dumps}.bin`);
    await this.house.car({ do: 'dump', unit: 'engine', file });
    const bytes = readFileSync(file);
    rmSync(file);
    return bytes;
  }

  /** From now on the memory must hold this file's bytes where it has any. */
  mustHold(file: string): void {
    this.memory = withRuns(this.memory, readFirmware(readFileSync(file)));
  }

  private hear({ event, visit, held, size }: JsonLine): void {
    if (event === 'visit' && typeof visit === 'string' && !this.visits.includes(visit)) this.visits.push(visit);
    if (event === 'staging') this.account.progress('bringing the file to the shop', Number(held), Number(size), '');
  }
}
