import type { Clock } from '@baylink/kernel';
import type { Tap } from '@baylink/transport-vehicle';
import { openFileTap } from '../../tap/file-tap.js';

/** The link's tap, whose file the next executor may choose anew; without one nothing is written. */
export class SwitchedTap implements Tap {
  #path: string | undefined;
  #file: (Tap & { close(): void }) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly note: (line: string) => void,
  ) {}

  byte(direction: 'tx' | 'rx', channel: string, bytes: Uint8Array): void {
    this.#file?.byte(direction, channel, bytes);
  }

  /** A file that cannot be opened leaves the link without a tap; the executor has looked at it before. */
  use(path: string | undefined): void {
    if (path === this.#path) return;
    this.#file?.close();
    const opened = path === undefined ? undefined : openFileTap(path, this.clock, this.note);
    this.#path = path;
    this.#file = opened?.ok ? opened.value : undefined;
  }
}
