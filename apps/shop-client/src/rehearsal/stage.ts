import { after, err, fromHex, type Millis, millis, ok, wallMillis } from '@baylink/kernel';
import { KEEP_ALIVE, NRC } from '@baylink/protocols/uds';
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
import { unit as twin, type UnitInput, type UnitState } from '@baylink/twin';
import { conditionAnswer, goodShop, middleOf, SUPPLY, soaked } from './good-shop.js';
import type { RehearsalBytes } from './rehearse.js';

/** Puts another answer in place of the unit's; `undefined` leaves it. */
export type Meddler = (request: Uint8Array, response: Uint8Array, stage: Stage) => Uint8Array | undefined;

const BEGIN = millis(100_000);
const SAMPLE_EVERY = 200;
const PRESENT_EVERY = 2_000;
const TESTER = 0x0e00;
const NEGATIVE = 0x7f;
/** ReadMemoryByAddress and RequestUpload */
const READING: ReadonlySet<number> = new Set([0x23, 0x35]);
const COUNTER = 1;

interface Timed {
  readonly at: Millis;
  readonly event: JobEvent;
}

/** A request that the twin has not answered yet. */
interface Open {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly until: Millis;
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
  private open: Open | undefined;
  private history: VoltageHistory;
  private present = false;
  private nextSample: Millis = BEGIN;
  private nextPresent: Millis = BEGIN;
  private agreed = false;
  private backup: Backup | undefined;

  constructor(
    private readonly task: RehearsalTask,
    private readonly bytes: RehearsalBytes,
    public unit: UnitState,
  ) {
    const { brief } = task;
    this.brief = brief;
    this.job = openJob(brief);
    this.history = soaked(brief.profile, BEGIN, SAMPLE_EVERY);
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
    copy.unit = this.unit;
    copy.records = [...this.records];
    copy.written = [...this.written];
    copy.queue = [...this.queue];
    copy.open = this.open;
    copy.history = this.history;
    copy.present = this.present;
    copy.nextSample = this.nextSample;
    copy.nextPresent = this.nextPresent;
    copy.agreed = this.agreed;
    copy.backup = this.backup;
    copy.meddler = this.meddler;
    return copy;
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
    this.open = undefined;
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
    const due = [this.nextSample, writeJob.deadline(this.job), twin.deadline(this.unit), this.open?.until];
    const times = [
      ...due,
      ...this.queue.map(({ at }) => at),
      this.open === undefined && this.present ? this.nextPresent : undefined,
    ];
    this.now = millis(Math.max(this.now, Math.min(...times.filter((at) => at !== undefined))));
    if (this.now >= this.nextSample) this.sample();
    this.toUnit({ kind: 'tick' });
    this.keepPresent();
    if (this.open !== undefined && this.now >= this.open.until)
      this.answer({ kind: 'timeout', timer: 'P2', after: millis(this.brief.profile.timing.p2) });
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
    if (!this.present || this.now < this.nextPresent || this.open !== undefined) return;
    this.nextPresent = after(this.now, millis(PRESENT_EVERY));
    this.request(Uint8Array.from(KEEP_ALIVE[this.unit.profile.dialect]));
  }

  /** A technician who agrees as soon as it is asked for, and confirms what was written. */
  private people(): void {
    const waiting = this.queue.length > 0;
    if (this.state === 'PREFLIGHT_OK' && !this.agreed && this.job.gates.every(({ holds }) => holds)) {
      this.agreed = true;
      this.queue.push({ at: this.now, event: this.agreement() });
    }
    if (this.state === 'CONFIRMED' && !waiting)
      this.queue.push({ at: this.now, event: { kind: 'technician-confirms' } });
  }

  private agreement(): JobEvent {
    const { plan, planDigest, profile, phrase, bootId } = this.brief;
    const { backup } = this.job.evidence;
    return {
      kind: 'acknowledged',
      acknowledgement: {
        job: plan.job,
        planDigest,
        vin: plan.target.vin,
        unit: plan.target.unit,
        voltageSeen: SUPPLY,
        backupGrade: backup.known ? backup.value.grade : 'C',
        at: this.now,
        expires: after(this.now, millis(profile.timing.acknowledgementLife)),
        bootId,
        counter: this.job.usedCounter + COUNTER,
        held: millis(profile.timing.hold),
        phrases: { shop: phrase, expert: phrase },
        signatureDigest: planDigest,
      },
    };
  }

  private step(event: JobEvent): void {
    const facts = goodShop(this.brief, this.history, this.now);
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
    this.open = { id, bytes, until: after(this.now, millis(profile.timing.p2)) };
    const condition = conditionAnswer(profile, unit, bytes);
    if (condition !== undefined) this.answer({ kind: 'positive', bytes: condition });
    else if (unit === plan.target.unit) this.request(bytes);
  }

  /** A unit that has refused to be read refuses its twin's reader with the same bytes. */
  private request(bytes: Uint8Array): void {
    const { proof } = this.task.backup;
    const refused = proof.kind === 'refused' && READING.has(bytes[0] ?? 0) ? fromHex(proof.response) : undefined;
    if (refused !== undefined) this.hear(Uint8Array.from(refused, (byte, i) => (i === 1 ? (bytes[0] ?? 0) : byte)));
    else this.ask(bytes);
  }

  private ask(bytes: Uint8Array): void {
    this.toUnit({ kind: 'request', bytes, tester: TESTER, addressing: 'physical', chance: chanceAt(this.now) });
  }

  private toUnit(input: UnitInput): void {
    const turn = twin.step(this.unit, input, this.now);
    this.unit = turn.state;
    for (const out of turn.out) if (out.kind === 'respond') this.hear(out.bytes);
  }

  private hear(response: Uint8Array): void {
    const { open } = this;
    if (open === undefined) return;
    const bytes = this.meddler(open.bytes, response, this) ?? response;
    const [first = 0, sid = 0, nrc = 0] = bytes;
    if (first !== NEGATIVE) this.answer({ kind: 'positive', bytes });
    else if (nrc !== NRC.requestCorrectlyReceivedResponsePending) this.answer({ kind: 'negative', sid, nrc });
    else this.open = { ...open, until: after(this.now, millis(this.brief.profile.timing.p2Star)) };
  }

  private answer(outcome: Extract<JobEvent, { kind: 'answer' }>['outcome']): void {
    if (this.open === undefined) return;
    this.soon({ kind: 'answer', id: this.open.id, outcome });
    this.open = undefined;
  }
}

/** Seeds of a rehearsal have nothing to hide. */
const chanceAt = (now: Millis): Uint8Array => Uint8Array.from({ length: 16 }, (_, i) => (now * 7 + i * 31) & 0xff);
