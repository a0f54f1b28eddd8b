import type { JobRecord } from '../src/index.js';

/** The shop's journal in a nutshell: once it has failed, the next record that has to be durable is written with all before it. */
export class BenchJournal {
  readonly durable: JobRecord[] = [];
  private waiting: JobRecord[] = [];
  private health: 'sound' | 'poisoned' = 'sound';

  take(record: JobRecord, sync: 'fsync' | 'group', fails: boolean): 'durable' | 'waits' | 'failed' {
    this.waiting.push(record);
    if (fails || (this.health === 'poisoned' && sync === 'group')) {
      this.health = 'poisoned';
      return 'failed';
    }
    if (sync === 'group') return 'waits';
    this.durable.push(...this.waiting.splice(0));
    this.health = 'sound';
    return 'durable';
  }

  /** What is not durable is lost with the process. */
  die(): void {
    this.waiting = [];
    this.health = 'sound';
  }
}
