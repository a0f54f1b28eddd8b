import { err, millis, ok, wallMillis } from '@baylink/kernel';
import {
  addReading,
  type Backup,
  createHistory,
  digestBackup,
  isOver,
  type JobEvent,
  type JobOut,
  type JobRecord,
  type JobState,
  jobRecord,
  openJob,
  type RunReport,
  redeem,
  runStateOf,
  type VoltageHistory,
  writeJob,
} from '../src/index.js';
import { BenchJournal } from './bench-journal.js';
import { BenchKeeper } from './bench-keeper.js';
import { conditionAnswer } from './condition-answer.js';
import { restartedJob } from './restarted-job.js';
import { acknowledgementAt, DATA, ENGINE, goodSurroundings, steady } from './samples.js';
import { type Kill, placesOf, type Script, type Wire } from './script.js';

const LATENCY = 4;
/** A technician needs so long for one try. */
const HOLD = 3_000;
/** A job that needs more has lost its bounds. */
const TURNS_LIMIT = 200_000;
const SAMPLE_EVERY = 200;

/** The shop client in a nutshell, on a clock of its own: journal, door, unit, supply and a technician who agrees. */
export class Bench {
  now = 1_000;
  job: JobState;
  private readonly journal = new BenchJournal();
  readonly wire: Wire[] = [];
  readonly reports: RunReport[] = [];
  readonly alarms: string[] = [];
  readonly outs: JobOut[] = [];
  operations = 0;
  lives = 1;
  private queue: { at: number; event: JobEvent }[] = [];
  private history: VoltageHistory = createHistory('bench supply', 'dedicated');
  private present = false;
  private nextSample = 0;
  private nextHold = 0;
  private counter = 6;
  private backup: Backup | undefined;
  private fired = new Set<number>();
  private dead = false;
  private readonly keeper: BenchKeeper;

  get durable(): readonly JobRecord[] {
    return this.journal.durable;
  }

  constructor(private readonly script: Script) {
    this.job = openJob(script.brief);
    this.keeper = new BenchKeeper(script.unit, this.now);
  }

  get state(): string {
    return runStateOf(this.job);
  }

  get over(): boolean {
    return isOver(this.job) && this.job.awaits.for !== 'journal';
  }

  run(): this {
    return this.resume({ kind: 'start', wall: wallMillis(1_500_000) });
  }

  /** Goes on with one more event until the job is over (again). */
  resume(event: JobEvent): this {
    this.step(event);
    const until = this.now + (this.script.until ?? 4_000_000);
    for (let turns = 0; !this.over && this.now < until; turns++) {
      if (turns > TURNS_LIMIT) throw new Error(`no end at ${this.now} ms in ${this.state}: ${this.job.sentence}`);
      this.turn();
    }
    this.script.unit.passTime(this.now);
    return this;
  }

  /** The newest reading, at once. */
  dip(value: number): void {
    this.history = addReading(this.history, value, millis(this.now));
  }

  private turn(): void {
    const due = writeJob.deadline(this.job);
    const first = this.queue.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
    const next = Math.max(this.now, Math.min(first, due ?? Number.POSITIVE_INFINITY, this.nextSample));
    this.now = next;
    if (next >= this.nextSample) this.sample();
    this.person();
    const at = this.queue.findIndex((entry) => entry.at <= next);
    const event = at >= 0 ? this.queue.splice(at, 1)[0]?.event : undefined;
    if (event !== undefined) this.step(event);
    else if (due !== undefined && due <= next) this.step({ kind: 'tick' });
  }

  private sample(): void {
    const { volts = steady } = this.script;
    const value = volts(this.now);
    if (value !== undefined) this.history = addReading(this.history, value, millis(this.now));
    this.nextSample = this.now + SAMPLE_EVERY;
    if (!this.present) return;
    this.script.unit.testerPresent(this.now);
    this.keeper.sent(Uint8Array.of(0x3e, 0x80), this.now);
  }

  private person(): void {
    this.script.events?.forEach(({ when, event }, i) => {
      if (this.fired.has(i) || !when(this)) return;
      this.fired.add(i);
      this.queue.push({ at: this.now, event });
    });
    const { acknowledge = () => this.agree() } = this.script;
    if (
      this.state === 'PREFLIGHT_OK' &&
      !this.job.evidence.acknowledgement.known &&
      this.now >= this.nextHold &&
      this.job.gates.every((g) => g.holds)
    ) {
      const event = acknowledge(this.now, this.job, () => this.agree());
      if (event !== undefined) this.queue.push({ at: this.now, event });
      this.nextHold = this.now + HOLD;
    }
    const confirmed = this.state === 'CONFIRMED' && this.script.confirms !== false;
    if (confirmed && !this.queue.some((entry) => entry.event.kind === 'technician-confirms'))
      this.queue.push({ at: this.now + 50, event: { kind: 'technician-confirms' } });
  }

  agree(): JobEvent {
    this.counter += 1;
    const grade = this.job.evidence.backup.known ? this.job.evidence.backup.value.grade : 'C';
    return {
      kind: 'acknowledged',
      acknowledgement: { ...acknowledgementAt(this.now, this.counter), backupGrade: grade },
    };
  }

  private step(event: JobEvent): void {
    const base = goodSurroundings(this.now, [this.history]);
    const facts = this.script.surroundings?.(base, this.now) ?? base;
    const { state, out } = writeJob.step(this.job, { ...event, facts }, millis(this.now));
    this.job = state;
    this.dead = false;
    for (const effect of out) {
      this.outs.push(effect);
      this.perform(effect);
      if (this.dead) return;
    }
  }

  private killed(when: Kill['when']): boolean {
    if (!this.script.kills?.some((kill) => kill.at === this.operations && kill.when === when)) return false;
    this.revive();
    return true;
  }

  private perform(effect: JobOut): void {
    switch (effect.kind) {
      case 'journal': {
        this.operations += 1;
        if (this.killed('before')) return;
        const record = jobRecord.parse(JSON.parse(JSON.stringify(effect.record)));
        if (record.type === 'BLK' && record.k > this.script.unit.blocksAcknowledged)
          throw new Error('I6 record ahead of unit');
        const { seq, sync } = effect;
        const fate = this.journal.take(record, sync, this.script.fsyncFails?.(record) ?? false);
        if (fate === 'failed') {
          this.queue.push({ at: this.now, event: { kind: 'journal-failed', seq, why: 'EIO' } });
          return;
        }
        if (fate === 'durable') this.queue.push({ at: this.now + 1, event: { kind: 'journalled', seq } });
        this.killed('after');
        return;
      }
      case 'send':
        this.operations += 1;
        if (this.killed('before')) return;
        this.send(effect);
        this.killed('after');
        return;
      case 'need-block': {
        const { image, segment, offset, length, id } = effect;
        if (image === 'new' && this.lives > 1 && this.script.staged !== undefined) {
          this.queue.push({ at: this.now, event: { kind: 'block-failed', id, why: 'the staged file is gone' } });
          return;
        }
        const source = image === 'backup' ? this.backup?.segments[segment]?.bytes : DATA[segment]?.bytes;
        const bytes = (source ?? new Uint8Array()).slice(offset, offset + length);
        if (this.script.rot?.(segment, offset)) bytes[0] = (bytes[0] ?? 0) ^ 1;
        this.queue.push({ at: this.now, event: { kind: 'block', id, bytes } });
        return;
      }
      case 'store-backup': {
        this.backup = effect.backup;
        const own = digestBackup(effect.backup);
        const digest = this.script.stored?.(own) ?? own;
        const places = placesOf(this.script, digest);
        this.queue.push({ at: this.now + 5, event: { kind: 'backup-stored', digest, places } });
        return;
      }
      case 'rehearse': {
        const { brief, backup } = effect.task;
        const scenes = [{ scene: 'the plan as it is', held: true, sentence: 'It ended in DONE.' }];
        const outcome = ok({ twin: 'dd'.repeat(32), planDigest: brief.planDigest, backup: backup.digest, scenes });
        this.queue.push({ at: this.now + 5, event: this.script.rehearsed?.() ?? { kind: 'rehearsed', outcome } });
        return;
      }
      case 'drill-restore': {
        const { backup } = this;
        const places = ['shop-disk', 'broker'].map((medium) => ({ medium, digest: effect.digest }));
        const outcome = backup === undefined ? err('there is none') : ok({ places, backup });
        this.queue.push({ at: this.now + 5, event: this.script.drilled?.(backup) ?? { kind: 'drilled', outcome } });
        return;
      }
      case 'recall': {
        const known = this.keeper.recall(effect.unit, this.now);
        const seen = this.script.recalled === undefined ? known : this.script.recalled(known);
        this.queue.push({ at: this.now + 1, event: { kind: 'recalled', id: effect.id, seen } });
        return;
      }
      case 'tester-present':
        this.present = effect.on;
        return;
      case 'report':
        this.reports.push(effect.report);
        return;
      case 'alarm':
        this.alarms.push(effect.sentence);
        return;
      case 'cancel-rehearsal':
      case 'discard-key-material':
        return;
    }
  }

  private send({ id, verdict, unit }: Extract<JobOut, { kind: 'send' }>): void {
    const passed = redeem(verdict, verdict.bytes, { to: 'unit', unit }, millis(this.now));
    if (!passed.ok) throw new Error(`the door refused: ${passed.error}`);
    const { bytes } = passed.value;
    this.wire.push({ at: this.now, bytes, unit, durable: this.durable.length });
    const outcome =
      unit === ENGINE
        ? this.script.unit.ask(bytes, this.now, this.script.fault?.(bytes, this.wire.length, this.now))
        : ({ kind: 'positive', bytes: conditionAnswer(bytes, this.script.answers) } as const);
    if (unit === ENGINE) this.keeper.overhear(bytes, outcome, this.now);
    this.queue.push({ at: this.now + LATENCY, event: { kind: 'answer', id, outcome } });
  }

  /** The process is gone with everything that was not synced; later another one finds the journal. */
  private revive(): void {
    this.dead = true;
    this.lives += 1;
    this.journal.die();
    this.queue = [];
    this.present = false;
    this.history = createHistory('bench supply', 'dedicated');
    const back = this.now + (this.script.downtime ?? 7_000);
    this.keeper.alone(this.now, back, this.script.keeper);
    this.now = back;
    this.nextSample = this.now;
    this.script.unit.passTime(this.now);
    const restarted = restartedJob(this.script, this.durable, `boot-${this.lives}`, this.counter);
    this.job = restarted?.job ?? { ...this.job, awaits: { for: 'ever' } };
    if (restarted !== undefined) this.queue.push({ at: this.now, event: restarted.event });
  }
}
