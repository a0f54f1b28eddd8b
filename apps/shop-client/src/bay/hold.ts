import { type Chance, type Clock, err, hex, type Millis, ok, type Result } from '@baylink/kernel';
import { HOLD_GAP_MS, HOLD_MS } from './bay-state.js';

/** A button that is down now: for which plan, since when, and when it was last heard of. Monotonic times. */
interface Hold {
  readonly id: string;
  readonly job: string;
  readonly planDigest: string;
  readonly since: Millis;
  readonly heard: Millis;
}

export interface HeldLongEnough {
  readonly job: string;
  readonly planDigest: string;
  readonly held: Millis;
}

/**
 * Measures hold-to-agree on the shop's own clock, not on the page's: the page only says "down", "still down", "up".
 * One hold at a time; a gap, a second start or another plan begins from nothing.
 */
export class HoldTimer {
  private hold: Hold | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  start(job: string, planDigest: string): string {
    const now = this.clock.now();
    const id = hex(this.chance.bytes(16));
    this.hold = { id, job, planDigest, since: now, heard: now };
    return id;
  }

  beat(id: string): Result<Millis, string> {
    const held = this.running(id);
    if (held.ok) this.hold = { ...held.value, heard: this.clock.now() };
    return held.ok ? ok(this.heldFor(held.value)) : held;
  }

  end(id: string): Result<HeldLongEnough, string> {
    const running = this.running(id);
    if (!running.ok) return running;
    this.hold = undefined;
    const held = this.heldFor(running.value);
    if (held < HOLD_MS)
      return err(
        `The button was held for ${Math.round(held)} ms and ${HOLD_MS} ms are needed; nothing was agreed. Hold it again.`,
      );
    return ok({ job: running.value.job, planDigest: running.value.planDigest, held });
  }

  cancel(): void {
    this.hold = undefined;
  }

  private heldFor = (hold: Hold): Millis => (this.clock.now() - hold.since) as Millis;

  private running(id: string): Result<Hold, string> {
    if (this.hold?.id !== id) return err('This press of the button has ended; nothing was agreed. Hold it again.');
    const gap = this.clock.now() - this.hold.heard;
    if (gap <= HOLD_GAP_MS) return ok(this.hold);
    this.hold = undefined;
    return err(
      `The page was silent for ${Math.round(gap)} ms while the button was held and ${HOLD_GAP_MS} ms are allowed; nothing was agreed. Hold it again.`,
    );
  }
}
