import type { Clock } from '@baylink/kernel';

/** How many alarms the screen keeps. */
const KEPT = 20;

/** What must not be missed, newest first, with the wall time for people. */
export class AlarmLog {
  private entries: { at: string; sentence: string }[] = [];

  constructor(private readonly clock: Clock) {}

  raise(sentence: string): void {
    if (this.entries[0]?.sentence === sentence) return;
    this.entries = [{ at: new Date(this.clock.wall()).toISOString(), sentence }, ...this.entries].slice(0, KEPT);
  }

  all(): readonly { at: string; sentence: string }[] {
    return this.entries;
  }
}
