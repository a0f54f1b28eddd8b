import type { RandomId, Sha256Hex, ShopToBroker } from '@baylink/contracts';
import { after, type Clock, type Millis, millis, seconds } from '@baylink/kernel';
import type { ShopTunnelListener } from './listener.js';

/** The shop's own ledger of one visit, growing. */
export interface LedgerSource {
  readonly size: number;
  /** Canonical lines from index `from` on, `count` at most. */
  lines(from: number, count: number): readonly string[];
}

interface Upload {
  readonly source: LedgerSource;
  /** Entries that the broker keeps; undefined until it has said so on this tunnel. */
  stored: number | undefined;
  checkpoint: { readonly jws: string; readonly size: number } | undefined;
  witnessed: number;
  notBefore: Millis;
}

const MOST_LINES = 256;
const MOST_CHARACTERS = 512 * 1024;
const PATIENCE = seconds(60);
const AFTER_REFUSAL = seconds(30);

/**
 * Brings ledgers to the broker: asks what it has, sends what is missing, then the newest checkpoint. One message is
 * outstanding at a time, so nothing piles up, and an error is that message's.
 */
export class LedgerUploads {
  private readonly uploads = new Map<RandomId, Upload>();
  private state:
    | { readonly kind: 'no-path' }
    | { readonly kind: 'idle' }
    | {
        readonly kind: 'outstanding';
        readonly visit: RandomId;
        readonly witness: number;
        readonly cancel: () => void;
      } = {
    kind: 'no-path',
  };
  private cancelWake: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly listener: ShopTunnelListener,
    private readonly send: (message: ShopToBroker) => void,
  ) {}

  /** From now on this ledger is kept at the broker too. */
  follow(visit: RandomId, source: LedgerSource): void {
    const fresh: Upload = {
      source,
      stored: undefined,
      checkpoint: undefined,
      witnessed: 0,
      notBefore: this.clock.now(),
    };
    this.uploads.set(visit, fresh);
    this.pump();
  }

  /** Everything of it is stored and it will not grow: the broker is not told about it any more. */
  forget(visit: RandomId): void {
    this.uploads.delete(visit);
  }

  /** There are new entries. */
  grew(visit: RandomId): void {
    if (this.uploads.has(visit)) this.pump();
  }

  /** The newest checkpoint; it is sent once the entries that it covers are stored. */
  checkpoint(visit: RandomId, jws: string, size: number): void {
    const upload = this.uploads.get(visit);
    if (upload === undefined) return;
    upload.checkpoint = { jws, size };
    this.pump();
  }

  path(): void {
    this.noPath();
    this.state = { kind: 'idle' };
    this.pump();
  }

  noPath(): void {
    if (this.state.kind === 'outstanding') this.state.cancel();
    this.state = { kind: 'no-path' };
    this.cancelWake?.();
    this.cancelWake = undefined;
    for (const upload of this.uploads.values()) {
      upload.stored = undefined;
      upload.notBefore = this.clock.now();
    }
  }

  stored(visit: RandomId, size: number, head: Sha256Hex | null): void {
    if (this.state.kind !== 'outstanding' || this.state.visit !== visit) return;
    const { witness } = this.state;
    this.done();
    const upload = this.uploads.get(visit);
    if (upload !== undefined) {
      upload.stored = size;
      upload.witnessed = Math.max(upload.witnessed, witness);
      if (upload.checkpoint?.size === witness) upload.checkpoint = undefined;
      this.listener.ledgerStored(visit, size, head, upload.witnessed);
    }
    this.pump();
  }

  /** Whether the broker's error was about a ledger: that one rests a while. */
  refused(): boolean {
    if (this.state.kind !== 'outstanding') return false;
    const { visit } = this.state;
    this.done();
    this.rest(visit);
    return true;
  }

  private done(): void {
    if (this.state.kind === 'outstanding') this.state.cancel();
    this.state = { kind: 'idle' };
  }

  private rest(visit: RandomId): void {
    const upload = this.uploads.get(visit);
    if (upload !== undefined) {
      upload.stored = undefined;
      upload.notBefore = after(this.clock.now(), AFTER_REFUSAL);
    }
    this.pump();
  }

  private pump(): void {
    if (this.state.kind !== 'idle') return;
    const now = this.clock.now();
    let earliest: Millis | undefined;
    for (const [visit, upload] of this.uploads) {
      const message = next(visit, upload);
      if (message === undefined) continue;
      if (upload.notBefore > now) {
        earliest = millis(Math.min(earliest ?? upload.notBefore, upload.notBefore));
        continue;
      }
      const witness = message.kind === 'ledger-checkpoint' ? (upload.checkpoint?.size ?? 0) : 0;
      const cancel = this.clock.wake(after(now, PATIENCE), () => void this.refused());
      this.state = { kind: 'outstanding', visit, witness, cancel };
      this.uploads.delete(visit);
      this.uploads.set(visit, upload);
      this.send(message);
      return;
    }
    this.cancelWake?.();
    this.cancelWake = earliest === undefined ? undefined : this.clock.wake(earliest, () => this.pump());
  }
}

/** What is to be said about one ledger, if anything. */
function next(visit: RandomId, { source, stored, checkpoint }: Upload): ShopToBroker | undefined {
  if (stored === undefined) return { kind: 'ledger-size', visit };
  if (stored < source.size) {
    const lines: string[] = [];
    let characters = 0;
    for (const line of source.lines(stored, MOST_LINES)) {
      characters += line.length;
      if (lines.length > 0 && characters > MOST_CHARACTERS) break;
      lines.push(line);
    }
    return lines.length === 0 ? undefined : { kind: 'ledger-append', visit, from: stored, lines };
  }
  if (checkpoint !== undefined && checkpoint.size <= stored) {
    return { kind: 'ledger-checkpoint', visit, jws: checkpoint.jws };
  }
  return undefined;
}
