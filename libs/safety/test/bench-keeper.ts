import { type Millis, millis } from '@baylink/kernel';
import type { DownloadSeen, Outcome } from '@baylink/protocols/uds';
import { createKeeper, KEEPER_DEFAULTS, type KeeperInput, keeper, rememberedDownload } from '../src/keeper/index.js';
import { ENGINE } from './samples.js';
import type { Script } from './script.js';
import type { ScriptedUnit } from './scripted-unit.js';

/** The keeper of a bench: its machine of production beside the executor's process, at the same link. */
export class BenchKeeper {
  private state;

  constructor(
    private readonly unit: ScriptedUnit,
    now: number,
  ) {
    this.state = createKeeper(KEEPER_DEFAULTS, millis(now));
    this.tell({ kind: 'attached' }, now);
  }

  sent(bytes: Uint8Array, at: number): void {
    this.tell({ kind: 'sent', to: ENGINE, bytes }, at);
  }

  /** The link is in the keeper's process, whoever is there to hear what it tells. */
  overhear(request: Uint8Array, outcome: Outcome, at: number): void {
    this.sent(request, at);
    const bytes = bytesOfOutcome(outcome);
    if (bytes !== undefined) this.tell({ kind: 'received', unit: ENGINE, bytes }, at);
  }

  recall(unit: number, at: number): DownloadSeen | undefined {
    return rememberedDownload(this.state, unit, millis(at));
  }

  /** The executor is away from `from` to `back`; the keeper lives on, or another one begins with it. */
  alone(from: number, back: number, fate: Script['keeper']): void {
    this.tell({ kind: 'detached' }, from);
    if (fate === 'lives on') this.keep(from, millis(back));
    else this.state = createKeeper(KEEPER_DEFAULTS, millis(back));
    this.tell({ kind: 'attached' }, back);
  }

  private keep(from: number, end: Millis): void {
    for (let due = keeper.deadline(this.state); due !== undefined && due <= end; due = keeper.deadline(this.state))
      this.tell({ kind: 'tick' }, Math.max(from, due));
  }

  private tell(input: KeeperInput, at: number): void {
    const { state, out } = keeper.step(this.state, input, millis(at));
    this.state = state;
    for (const { kind } of out) if (kind === 'keep-alive') this.unit.testerPresent(at);
  }
}

function bytesOfOutcome(outcome: Outcome): Uint8Array | undefined {
  switch (outcome.kind) {
    case 'positive':
      return outcome.bytes;
    case 'negative':
      return Uint8Array.of(0x7f, outcome.sid, outcome.nrc);
    default:
      return undefined;
  }
}
