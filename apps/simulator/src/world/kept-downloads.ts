import type { Clock } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import {
  createKeeper,
  KEEPER_DEFAULTS,
  type KeeperInput,
  type KeeperState,
  keeper,
  rememberedDownload,
} from '@baylink/safety/keeper';
import { FUNCTIONAL } from '@baylink/twin';

/**
 * What the shop's keeper remembers of the units' downloads: its machine of production, overhearing the wire. It outlives the
 * shop's process and not the machine. Here it keeps nobody in session: a process that is away for long finds nothing.
 */
export class KeptDownloads {
  #state: KeeperState;

  constructor(private readonly clock: Clock) {
    this.#state = newKeeper(clock);
  }

  overhear(direction: 'tx' | 'rx', unit: number, bytes: Uint8Array): void {
    const to = unit === FUNCTIONAL.logical ? 'all' : unit;
    this.#tell(direction === 'tx' ? { kind: 'sent', to, bytes } : { kind: 'received', unit, bytes });
  }

  recall(unit: number): DownloadSeen | undefined {
    return rememberedDownload(this.#state, unit, this.clock.now());
  }

  /** It was killed, its machine lost power, or its link is gone: the next one knows nothing. */
  forget(): void {
    this.#state = newKeeper(this.clock);
  }

  #tell(input: KeeperInput): void {
    this.#state = keeper.step(this.#state, input, this.clock.now()).state;
  }
}

const newKeeper = (clock: Clock): KeeperState =>
  keeper.step(createKeeper(KEEPER_DEFAULTS, clock.now()), { kind: 'attached' }, clock.now()).state;
