import { bytesOf, concat, millis } from '@baylink/kernel';
import {
  createKeeper,
  KEEPER_DEFAULTS,
  type KeeperInput,
  type KeeperState,
  keeper,
  rememberedDownload,
} from '../src/keeper/index.js';

export const ENGINE = 0x1001;
export const DOWNLOAD = bytesOf(0x34, 0, 0x44, 0, 0, 0x80, 0, 0, 0, 0, 64);
const ACCEPTED = bytesOf(0x74, 0x20, 0, 18);
export const sent = (bytes: Uint8Array, to: number | 'all' = ENGINE): KeeperInput => ({ kind: 'sent', to, bytes });
export const said = (...bytes: number[]): KeeperInput => ({ kind: 'received', unit: ENGINE, bytes: bytesOf(...bytes) });
export const block = (counter: number, fill = counter): Uint8Array =>
  concat(bytesOf(0x36, counter), new Uint8Array(16).fill(fill));
/** A keeper whose unit is in the programming session, with a download that has been accepted. */
export class Story {
  state: KeeperState = createKeeper(KEEPER_DEFAULTS, millis(0));
  now = 0;

  constructor() {
    this.tell({ kind: 'attached' }, said(0x50, 0x02, 0, 50, 1, 0xf4), sent(DOWNLOAD));
    this.tell({ kind: 'received', unit: ENGINE, bytes: ACCEPTED });
  }

  tell(...inputs: readonly KeeperInput[]): this {
    for (const input of inputs) this.state = keeper.step(this.state, input, millis(this.now)).state;
    return this;
  }

  /** With a tick at every deadline. */
  pass(time: number): this {
    const end = this.now + time;
    for (let at = keeper.deadline(this.state); at !== undefined && at <= end; at = keeper.deadline(this.state)) {
      this.now = Math.max(this.now, at);
      this.tell({ kind: 'tick' });
      const next = keeper.deadline(this.state) ?? Number.POSITIVE_INFINITY;
      if (!(next > this.now)) throw new Error(`at ${this.now} ms the keeper is still due at ${next} ms`);
    }
    this.now = end;
    return this;
  }

  get seen() {
    return rememberedDownload(this.state, ENGINE, millis(this.now));
  }
}
