import { type Clock, DrivenMachine } from '@baylink/kernel';
import {
  type JobEvent,
  type JobOut,
  type JobRecord,
  type JobState,
  type RehearsalScene,
  type RunReport,
  type Surroundings,
  writeJob,
} from '@baylink/safety';
import type { BackupStore } from '../backup/backup-store.js';
import type { Journal } from '../journal/journal.js';
import { countKey } from '../keys/count-key.js';
import type { KeyAttempts } from '../keys/key-attempts.js';
import type { Rehearse } from '../rehearsal/rehearse.js';
import type { Staging } from '../staging/staging.js';
import type { UnitSession } from '../tester/unit-session.js';
import type { Blocks } from './blocks.js';

export interface JobRunnerOptions {
  readonly start: JobState;
  readonly journal: Journal<JobRecord>;
  /** The job's own session with its unit. */
  readonly session: UnitSession;
  /** Other units are only looked at (ignition, speed), in the turn of everybody's requests. */
  readonly otherUnit: (unit: number) => UnitSession;
  readonly unit: number;
  readonly blocks: Blocks;
  readonly backups: BackupStore;
  readonly rehearse: Rehearse;
  /** The maker's original file, which is kept beside a backup of grade B. */
  readonly originalFile: Staging['read'];
  readonly attempts: KeyAttempts;
  /** Of the unit, as the plan names it. */
  readonly serial: string;
  readonly clock: Clock;
  /** The newest facts, taken in the very turn in which the machine judges them. */
  readonly facts: () => Surroundings;
  /** Asks every voltage source that shares the link, and resolves in bounded time. */
  readonly sampleVoltage: () => Promise<void>;
  readonly hearReport: (report: RunReport) => void;
  readonly hearAlarm: (sentence: string) => void;
}

/**
 * The hands of the write job: carries out what the machine in libs/safety asks for and tells it what came of it. It decides
 * nothing. A `send` reaches the door in the turn in which its pass was issued.
 */
export class JobRunner {
  private readonly machine: DrivenMachine<JobState, JobEvent, JobOut>;
  private sensitive: Uint8Array[] = [];
  private rehearsal = new AbortController();

  constructor(private readonly options: JobRunnerOptions) {
    const { facts, clock } = options;
    this.machine = new DrivenMachine<JobState, JobEvent, JobOut>(
      {
        // The facts first, then the time: a fact must not be younger than the moment in which it is judged.
        step: (state, event) => writeJob.step(state, { ...event, facts: facts() }, clock.now()),
        deadline: writeJob.deadline,
      },
      options.start,
      options.clock,
      { kind: 'tick' },
      (out) => this.perform(out),
    );
  }

  feed(event: JobEvent): void {
    this.machine.feed(event);
  }

  get state(): JobState {
    return this.machine.state;
  }

  /** Called when the job is terminal, or when the process ends in order. The journal stays for the next start. */
  async close(): Promise<void> {
    this.rehearsal.abort();
    this.machine.stop();
    this.options.session.close();
    await this.options.journal.close();
  }

  private perform(out: JobOut): void {
    switch (out.kind) {
      case 'journal':
        void this.write(out);
        return;
      case 'send':
        void this.send(out);
        return;
      case 'need-block': {
        const block = this.options.blocks.read(out);
        this.feed(
          block.ok
            ? { kind: 'block', id: out.id, bytes: block.value }
            : { kind: 'block-failed', id: out.id, why: block.error },
        );
        return;
      }
      case 'recall':
        void this.recall(out);
        return;
      case 'store-backup':
        void this.storeBackup(out);
        return;
      case 'rehearse':
        void this.rehearse(out);
        return;
      case 'cancel-rehearsal':
        this.rehearsal.abort();
        return;
      case 'drill-restore':
        void this.drill(out);
        return;
      case 'tester-present':
        this.options.session.hold(out.on);
        return;
      case 'report':
        this.options.hearReport(out.report);
        return;
      case 'alarm':
        this.options.hearAlarm(out.sentence);
        return;
      case 'discard-key-material':
        for (const bytes of this.sensitive) bytes.fill(0);
        this.sensitive = [];
        return;
    }
  }

  private async write({ seq, record, sync }: Extract<JobOut, { kind: 'journal' }>): Promise<void> {
    const written = await this.options.journal.append(record, sync);
    this.feed(written.ok ? { kind: 'journalled', seq } : { kind: 'journal-failed', seq, why: written.error.message });
  }

  private async send({ id, verdict, unit }: Extract<JobOut, { kind: 'send' }>): Promise<void> {
    const session = unit === this.options.unit ? this.options.session : this.options.otherUnit(unit);
    const outcome = await session.ask(verdict.bytes, () => verdict);
    if (verdict.bytes[0] === SECURITY_ACCESS) {
      this.sensitive.push(verdict.bytes, ...(outcome.kind === 'positive' ? [outcome.bytes] : []));
      const { attempts, serial } = this.options;
      const counted = await countKey(attempts, { unit, serial }, verdict.bytes, outcome);
      if (!counted.ok) this.options.hearAlarm(`An attempt to unlock the unit could not be counted: ${counted.error}.`);
    }
    // A block boundary: the supply is measured anew, so that the next block is judged on how it stands now.
    if (verdict.bytes[0] === TRANSFER_DATA) await this.options.sampleVoltage();
    this.feed({ kind: 'answer', id, outcome });
  }

  private async recall({ id }: Extract<JobOut, { kind: 'recall' }>): Promise<void> {
    this.feed({ kind: 'recalled', id, seen: await this.options.session.recall() });
  }

  private async storeBackup({ backup }: Extract<JobOut, { kind: 'store-backup' }>): Promise<void> {
    const { original } = backup;
    const file = original === null ? undefined : await this.options.originalFile(original);
    if (file?.ok === false) return this.feed({ kind: 'backup-failed', why: file.error.sentence });
    const stored = await this.options.backups.store(backup, file?.value);
    if (stored.ok) this.options.blocks.keep(backup);
    const digest = stored.ok ? stored.value[0]?.digest : undefined;
    this.feed(
      stored.ok && digest !== undefined
        ? { kind: 'backup-stored', digest, places: stored.value }
        : { kind: 'backup-failed', why: stored.ok ? 'no copy was kept' : stored.error },
    );
  }

  private async rehearse({ task }: Extract<JobOut, { kind: 'rehearse' }>): Promise<void> {
    const hear = (scene: RehearsalScene): void => this.feed({ kind: 'rehearsal-progress', scene });
    const outcome = await this.options.rehearse(task, this.options.blocks.all(), hear, this.rehearsal.signal);
    this.feed({ kind: 'rehearsed', outcome });
  }

  private async drill({ digest }: Extract<JobOut, { kind: 'drill-restore' }>): Promise<void> {
    this.feed({ kind: 'drilled', outcome: await this.options.backups.drill(digest) });
  }
}

/** Seeds and keys pass through this service and are not kept (ISO 14229-1 SecurityAccess). */
const SECURITY_ACCESS = 0x27;
/** ISO 14229-1 TransferData */
const TRANSFER_DATA = 0x36;
