import { after, err, type Millis, millis, ok, wallMillis } from '@baylink/kernel';
import {
  addReading,
  type Backup,
  digestBackup,
  isOver,
  type JobBrief,
  type JobEvent,
  type JobOut,
  type JobRecord,
  type JobState,
  openJob,
  type RehearsalTask,
  redeem,
  resumeFrom,
  runStateOf,
  type VoltageHistory,
  writeJob,
} from '@baylink/safety';
import type { UnitInput, UnitState } from '@baylink/twin';
import { agreementTo, COUNTER } from './agreement.js';
import { type Asker, Conversation } from './conversation.js';
import { conditionAnswer, goodShop, middleOf, SUPPLY, soaked } from './good-shop.js';
import type { RehearsalBytes } from './rehearse.js';

/** Puts another answer in place of the unit's; `undefined` leaves it. */
export type Meddler = (request: Uint8Array, response: Uint8Array, stage: Stage) => Uint8Array | undefined;

const BEGIN = millis(100_000);
const SAMPLE_EVERY = 200;
const PRESENT_EVERY = 2_000;

interface Timed {
  readonly at: Millis;
  readonly event: JobEvent;
}

/**
 * The production write job and a twin of its unit, alone on a clock of their own: journal, supply, people and the rest of
 * the vehicle are as they should be, and what a scene wants to go wrong goes wrong. `fork` gives a second one that goes
 * its own way from here.
 */
export class Stage {
  readonly brief: JobBrief;
  now: Millis = BEGIN;
  job: JobState;
  records: JobRecord[] = [];
  meddler: Meddler = () => undefined;
  private written: JobRecord[] = [];
  private queue: Timed[] = [];
  private talk: Conversation;
  private history: VoltageHistory;
  private present = false;
  private nextSample: Millis = BEGIN;
  private nextPresent: Millis = BEGIN;
  private agreed = false;
  private backup: Backup | undefined;

  constructor(
    private readonly task: RehearsalTask,
    private readonly bytes: RehearsalBytes,
    unit: UnitState,
  ) {
    const { brief } = task;
    this.brief = brief;
    this.job = openJob(brief);
    this.history = soaked(brief.profile, BEGIN, SAMPLE_EVERY);
    this.talk = Conversation.of(task, unit, this.asker());
    this.toUnit({ kind: 'surroundings', surroundings: { ...unit.surroundings, supply: SUPPLY } });
    this.queue = [
      { at: after(BEGIN, millis(1_000)), event: { kind: 'start', wall: wallMillis(brief.plan.iat * 1000) } },
    ];
  }

  /** The same moment once more. */
  fork(): Stage {
    const copy = new Stage(this.task, this.bytes, this.unit);
    copy.now = this.now;
    copy.job = this.job;
    copy.talk = this.talk.fork(copy.asker());
    copy.records = [...this.records];
    copy.written = [...this.written];
    copy.queue = [...this.queue];
    copy.history = this.history;
    copy.present = this.present;
    copy.nextSample = this.nextSample;
    copy.nextPresent = this.nextPresent;
    copy.agreed = this.agreed;
    copy.backup = this.backup;
    copy.meddler = this.meddler;
    return copy;
  }

  get unit(): UnitState {
    return this.talk.unit;
  }

  get over(): boolean {
    return isOver(this.job) && this.job.awaits.for !== 'journal';
  }

  /** Of this segment of what is being written; bytes. */
  sizeOf(segment: number): number {
    const image =
      this.job.mode === 'write'
        ? 'new'
        : this.brief.original === null || this.bytes.backup.length > 0
          ? 'backup'
          : 'original';
    return this.bytes[image][segment]?.length ?? 0;
  }

  get state(): string {
    return runStateOf(this.job);
  }

  /** The executor dies here, and another one finds the journal after `downtime`. */
  die(downtime: Millis): void {
    this.written = [];
    this.queue = [];
    this.talk.forget();
    this.present = false;
    this.now = after(this.now, downtime);
    this.toUnit({ kind: 'tick' });
    this.history = soaked(this.brief.profile, this.now, SAMPLE_EVERY);
    this.nextSample = this.now;
    const { profile } = this.brief;
    const resumed = resumeFrom(this.records, { profile, bootId: 'rehearsal, second start', usedCounter: COUNTER });
    if (!resumed.ok) return;
    this.job = resumed.value;
    this.queue = [{ at: this.now, event: { kind: 'recovered' } }];
  }

  /** The unit's reset line is pulled: what it had not kept is gone. */
  restartUnit(): void {
    this.toUnit({ kind: 'hard-reset' });
  }

  /** Lives on to whatever is due next. */
  turn(): void {
    const due = [this.nextSample, writeJob.deadline(this.job), ...this.talk.deadlines];
    const times = [
      ...due,
      ...this.queue.map(({ at }) => at),
      this.talk.idle && this.present ? this.nextPresent : undefined,
    ];
    this.now = millis(Math.max(this.now, Math.min(...times.filter((at) => at !== undefined))));
    if (this.now >= this.nextSample) this.sample();
    this.toUnit({ kind: 'tick' });
    this.keepPresent();
    this.talk.expire(this.now);
    this.people();
    const next = this.queue.findIndex(({ at }) => at <= this.now);
    const [event] = next < 0 ? [] : this.queue.splice(next, 1);
    const deadline = writeJob.deadline(this.job);
    if (event !== undefined) this.step(event.event);
    else if (deadline !== undefined && deadline <= this.now) this.step({ kind: 'tick' });
  }

  private sample(): void {
    this.history = addReading(this.history, middleOf(this.brief.profile, this.now), this.now);
    this.nextSample = after(this.now, millis(SAMPLE_EVERY));
  }

  private keepPresent(): void {
    if (!this.present || this.now < this.nextPresent || !this.talk.idle) return;
    this.nextPresent = after(this.now, millis(PRESENT_EVERY));
    this.talk.keepAlive(this.now);
  }

  /** A technician who agrees as soon as it is asked for, and confirms what was written. */
  private people(): void {
    const waiting = this.queue.length > 0;
    if (this.state === 'PREFLIGHT_OK' && !this.agreed && this.job.gates.every(({ holds }) => holds)) {
      this.agreed = true;
      this.queue.push({ at: this.now, event: agreementTo(this.job, this.brief, this.now) });
    }
    if (this.state === 'CONFIRMED' && !waiting)
      this.queue.push({ at: this.now, event: { kind: 'technician-confirms' } });
  }

  private step(event: JobEvent): void {
    const facts = goodShop(this.task, this.history, this.now);
    const { state, out } = writeJob.step(this.job, { ...event, facts }, this.now);
    this.job = state;
    for (const effect of out) this.perform(effect);
  }

  private soon(event: JobEvent): void {
    this.queue.push({ at: this.now, event });
  }

  private perform(out: JobOut): void {
    switch (out.kind) {
      case 'journal':
        this.written.push(out.record);
        if (out.sync === 'group') return;
        this.records.push(...this.written.splice(0));
        this.soon({ kind: 'journalled', seq: out.seq });
        return;
      case 'send':
        this.leave(out);
        return;
      case 'need-block':
        this.soon(this.block(out));
        return;
      case 'store-backup': {
        this.backup = out.backup;
        const digest = digestBackup(out.backup);
        this.soon({ kind: 'backup-stored', digest, places: this.places(digest) });
        return;
      }
      case 'rehearse': {
        // This is it: on the stage the job may go on, so that it is seen how far it comes.
        const scenes = [{ scene: 'this rehearsal', held: true, sentence: 'It is under way.' }];
        const { planDigest } = this.brief;
        this.soon({ kind: 'rehearsed', outcome: ok({ twin: '', planDigest, backup: out.task.backup.digest, scenes }) });
        return;
      }
      case 'recall':
        // No keeper has seen the twin: a scene plays the harder way back.
        this.soon({ kind: 'recalled', id: out.id, seen: undefined });
        return;
      case 'drill-restore': {
        const { backup } = this;
        this.soon({
          kind: 'drilled',
          outcome: backup === undefined ? err('it is gone') : ok({ places: this.places(out.digest), backup }),
        });
        return;
      }
      case 'tester-present':
        this.present = out.on;
        this.nextPresent = after(this.now, millis(PRESENT_EVERY));
        return;
      case 'cancel-rehearsal':
      case 'report':
      case 'alarm':
      case 'discard-key-material':
        return;
    }
  }

  private places = (digest: string) => ['shop-disk', 'second medium'].map((medium) => ({ medium, digest }));

  private block({ id, image, segment, offset, length }: Extract<JobOut, { kind: 'need-block' }>): JobEvent {
    const bytes = this.bytes[image][segment]?.slice(offset, offset + length);
    return bytes?.length === length
      ? { kind: 'block', id, bytes }
      : { kind: 'block-failed', id, why: `segment ${segment} of the ${image} image is shorter` };
  }

  private leave({ id, verdict, unit }: Extract<JobOut, { kind: 'send' }>): void {
    const passed = redeem(verdict, verdict.bytes, { to: 'unit', unit }, this.now);
    if (!passed.ok) throw new Error(`a rehearsal has no other door: ${passed.error}`);
    const { bytes } = passed.value;
    const { profile, plan } = this.brief;
    this.talk.opened(id, bytes, this.now);
    const condition = conditionAnswer(profile, unit, bytes);
    if (condition !== undefined) this.talk.answer({ kind: 'positive', bytes: condition });
    else if (unit === plan.target.unit) this.talk.request(bytes, this.now);
  }

  private toUnit(input: UnitInput): void {
    this.talk.tell(input, this.now);
  }

  private asker(): Asker {
    return {
      meddle: (request, response) => this.meddler(request, response, this),
      answered: (id, outcome) => this.soon({ kind: 'answer', id, outcome }),
    };
  }
}
