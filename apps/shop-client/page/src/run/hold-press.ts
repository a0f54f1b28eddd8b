import { HOLD_MS } from '../../../src/bay/bay-state.js';
import type { BayCalls } from '../connection/bay-calls.js';

/** Often enough that one beat may be late and the silence still stays below HOLD_GAP_MS. */
const BEAT_MS = 250;

/** How one press stands. The milliseconds are the shop client's; the page counts nothing. */
export type PressStanding =
  | { readonly at: 'up' }
  | { readonly at: 'held'; readonly heldMs: number }
  | { readonly at: 'enough' }
  | { readonly at: 'deciding' }
  | { readonly at: 'agreed' }
  | { readonly at: 'not-agreed'; readonly sentence: string };

type Calls = Pick<BayCalls, 'startHold' | 'beatHold' | 'endHold'>;

/** One press of the button, from "down" to its end. It tells the shop client that it is down, is still down, is up. */
export class HoldPress {
  private down = true;
  private readonly hold: ReturnType<BayCalls['startHold']>;
  private readonly beats: ReturnType<typeof setInterval>;

  constructor(
    private readonly calls: Calls,
    plan: { readonly job: string; readonly planDigest: string },
    private readonly show: (standing: PressStanding) => void,
  ) {
    show({ at: 'held', heldMs: 0 });
    this.hold = calls.startHold(plan.job, plan.planDigest);
    this.beats = setInterval(() => void this.beat(), BEAT_MS);
  }

  /** The button was let go: the shop client decides whether that was long enough. */
  async release(): Promise<void> {
    if (!this.letGo()) return;
    this.show({ at: 'deciding' });
    const hold = await this.hold;
    const ended = hold.ok ? await this.calls.endHold(hold.value.hold) : hold;
    this.show(ended.ok ? { at: 'agreed' } : { at: 'not-agreed', sentence: ended.error });
  }

  /** The press was lost, however long it was: the shop client hears nothing more of it, and nothing is agreed. */
  abandon(sentence: string): void {
    if (this.letGo()) this.show({ at: 'not-agreed', sentence });
  }

  private letGo(): boolean {
    const was = this.down;
    this.down = false;
    clearInterval(this.beats);
    return was;
  }

  private async beat(): Promise<void> {
    const hold = await this.hold;
    if (!this.down) return;
    const beat = hold.ok ? await this.calls.beatHold(hold.value.hold) : hold;
    if (!beat.ok) return this.abandon(beat.error);
    if (!this.down) return;
    const { heldMs } = beat.value;
    this.show(heldMs >= HOLD_MS ? { at: 'enough' } : { at: 'held', heldMs });
  }
}
