import { type Keys, keysOf, type Plan, planPhrase, type Refusal, type RunReport } from '@baylink/contracts';
import { type Disk, err, ok, type Result } from '@baylink/kernel';
import {
  type JobRecord,
  type JobState,
  openJob,
  type RunningJob,
  runStateOf,
  type Surroundings,
  TERMINAL_STATES,
} from '@baylink/safety';
import type { BackupStore } from '../backup/backup-store.js';
import type { RunView } from '../bay/bay-state.js';
import type { HeldLongEnough } from '../bay/hold.js';
import { Journal } from '../journal/journal.js';
import type { KeyAttempts } from '../keys/key-attempts.js';
import type { Rehearse } from '../rehearsal/rehearse.js';
import type { UnitSession } from '../tester/unit-session.js';
import type { Acknowledger } from './acknowledger.js';
import { Blocks } from './blocks.js';
import { Countersignatures, type SecondWord, withSecond } from './countersignatures.js';
import { draftReport } from './draft-report.js';
import { openJobJournal } from './job-journal.js';
import type { JobRules } from './job-rules.js';
import { JobRunner } from './job-runner.js';
import { OpenJob } from './open-job.js';
import { type AdmittedPlan, admitPlan, type JobsHere, type PlanDoorOptions, type VisitTerms } from './plan-door.js';
import { viewPlan } from './plan-view.js';
import type { JobFiles } from './planned-image.js';
import type { Unfinished } from './recover-jobs.js';
import { stopAnswer } from './stop-answer.js';

export interface JobDeskOptions extends Omit<PlanDoorOptions, 'countersignatures'>, JobRules {
  /** Who may certify a second expert; nobody unless given. */
  readonly roots?: () => Keys;
  readonly disk: Disk;
  readonly journals: string;
  /** `planPhrase` unless given: it is slow on purpose, and who opens one plan again and again may keep the answer. */
  readonly phraseOf?: (planDigest: string) => string;
  readonly backups: BackupStore;
  readonly rehearse: Rehearse;
  readonly acknowledger: Acknowledger;
  readonly attempts: KeyAttempts;
  readonly surroundings: () => Surroundings;
  /** A session of its own for the job's unit; interactive ones of that unit are given up first. */
  readonly takeUnit: (unit: number) => UnitSession;
  readonly otherUnit: (unit: number) => UnitSession;
  /** See `JobRunnerOptions`. */
  readonly sampleVoltage: () => Promise<void>;
  readonly hearReport: (before: RunReport, report: RunReport) => void;
  readonly hearAlarm: (sentence: string) => void;
  /** Live battery voltage, as the technician sees it when the button is held. */
  readonly voltageSeen: () => number | null;
}

/** A plan that has become a job. */
export interface OfferedPlan extends Pick<AdmittedPlan, 'plan' | 'digest' | 'second'> {
  readonly report: RunReport;
}

/** Takes plans, opens one write job at a time (I12), and hands people's words to it. */
export class JobDesk {
  private current: OpenJob | undefined;
  /** What screens show of jobs that have ended; their files and backups are not kept in memory. */
  private past: RunView[] = [];
  private offering: Promise<unknown> = Promise.resolve();

  /** What second experts have signed. */
  readonly countersignatures: Countersignatures;

  constructor(private readonly options: JobDeskOptions) {
    const { roots = () => keysOf(), clock } = options;
    this.countersignatures = new Countersignatures(roots, clock);
  }

  runs(): RunView[] {
    return [...(this.current ? [this.current.show()] : []), ...this.past];
  }

  reports(): RunReport[] {
    return this.runs().map(({ report }) => report);
  }

  /** The job that has its unit to itself, while it has no terminal record. */
  running(): RunningJob | undefined {
    return this.current?.running();
  }

  /** Where that job stands, also while nobody has been told yet. */
  standing(): RunReport['state'] | undefined {
    return this.current && runStateOf(this.current.runner.state);
  }

  /** Facts have changed: gates may now hold, or no longer. */
  tick(): void {
    this.current?.runner.feed({ kind: 'tick' });
  }

  /** One at a time: of two plans that come at once the second finds the first one's job. (I12, I20) */
  offer(jws: string, terms: VisitTerms): Promise<Result<OfferedPlan, Refusal>> {
    const turn = this.offering.then(() => this.offerInTurn(jws, terms));
    this.offering = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  private async offerInTurn(jws: string, terms: VisitTerms): Promise<Result<OfferedPlan, Refusal>> {
    const { options, countersignatures } = this;
    const admitted = await admitPlan(jws, terms, () => this.jobsHere(), { ...options, countersignatures });
    if (!admitted.ok) return admitted;
    const { plan, digest, second } = admitted.value;
    const opened = await this.open(admitted.value, terms);
    if (!opened.ok) return opened;
    return ok({ report: opened.value.report, plan, digest, second });
  }

  /** The expert's screen shows this phrase; it is compared when the technician agrees. */
  phrase(job: string, phrase: string): Result<void, Refusal> {
    const open = this.find(job);
    if (!open.ok) return err({ rule: 'RUN-UNKNOWN', sentence: open.error });
    open.value.expertPhrase = phrase;
    return ok();
  }

  async acknowledge(
    agreed: HeldLongEnough,
  ): Promise<Result<{ phrase: string; token: string; voltage: number; grade: string; plan: string }, string>> {
    const open = this.find(agreed.job);
    if (!open.ok) return open;
    const { plan, report, runner, expertPhrase } = open.value;
    if (agreed.planDigest !== report.planDigest)
      return err(
        `The button was held for plan ${agreed.planDigest.slice(0, 12)}… and this job is plan ${report.planDigest.slice(0, 12)}…; nothing was agreed. Read the plan again.`,
      );
    if (report.state !== 'PREFLIGHT_OK')
      return err(`This job is in ${report.state} and does not ask for an agreement now.`);
    const voltage = this.options.voltageSeen();
    if (voltage === null)
      return err('There is no live voltage reading, so nothing can be agreed. Check the voltage source.');
    const { evidence } = runner.state;
    const grade = evidence.backup.known ? evidence.backup.value.grade : 'C';
    const signed = await this.options.acknowledger.sign({
      plan,
      planDigest: report.planDigest,
      voltageSeen: voltage,
      backupGrade: grade,
      held: agreed.held,
      life: this.options.profile.timing.acknowledgementLife as typeof agreed.held,
      phrases: { shop: report.phrase, expert: expertPhrase },
    });
    if (!signed.ok) return signed;
    runner.feed({ kind: 'acknowledged', acknowledgement: signed.value });
    return ok({ phrase: report.phrase, token: signed.value.signatureDigest, voltage, grade, plan: report.planDigest });
  }

  /** In CONFIRMED: a person has looked. In HOLD: it may go on, once what was missing after a restart is there again. */
  async confirm(job: string): Promise<Result<void, string>> {
    const open = this.find(job);
    if (!open.ok) return open;
    const { state } = open.value.report;
    switch (state) {
      case 'CONFIRMED':
        open.value.runner.feed({ kind: 'technician-confirms' });
        return ok();
      case 'HOLD':
        return open.value.goOn();
      default:
        return err(`This job is in ${state}; there is no result to confirm yet.`);
    }
  }

  stop(job: string, who: 'technician' | 'expert'): Result<string, string> {
    const open = this.find(job);
    if (!open.ok) return open;
    const { runner } = open.value;
    runner.feed({ kind: who === 'technician' ? 'technician-stop' : 'expert-stop' });
    return ok(stopAnswer(runner.state, open.value.report.sentence));
  }

  linkChanged(event: { kind: 'link-lost'; why: string } | { kind: 'link-back' }): void {
    this.current?.runner.feed(event);
  }

  /** Takes up a job that an earlier start of this shop client left open; nothing that the disk does keeps it from that. */
  async resume({ plan, digest, state, nextSeq, files, blocks, standstill, ready }: Unfinished): Promise<void> {
    const { disk, journals, clock } = this.options;
    const journal = await Journal.reopen<JobRecord>(disk, journals, plan.job, clock, nextSeq);
    const people = 'an expert, before the restart';
    const job = this.begin(plan, digest, state, journal, files, blocks, people);
    job.goesOnWhen(standstill && ready);
    job.runner.feed({ kind: 'recovered', ...(standstill && { hold: standstill }) });
  }

  async close(): Promise<void> {
    await this.current?.runner.close();
  }

  private jobsHere(): JobsHere {
    const current = this.current && { id: this.current.id, state: this.current.report.state };
    return { current, past: this.past.map(({ report }) => report.job) };
  }

  private async open(
    { plan, digest, files, second }: AdmittedPlan,
    terms: VisitTerms,
  ): Promise<Result<OpenJob, Refusal>> {
    const { acknowledger, profile, clock, phraseOf = planPhrase } = this.options;
    const state = openJob({
      plan,
      planDigest: digest,
      phrase: phraseOf(digest),
      signatures: [terms.certificate.sub, ...(second ? [second.certificate.sub] : [])],
      epoch: terms.epoch,
      profile,
      bootId: acknowledger.bootId,
      usedCounter: acknowledger.used,
      image: files.image?.staged ?? null,
      original: files.original?.staged ?? null,
    });
    const blocks = new Blocks(files, undefined);
    const { name } = terms.certificate;
    const people = second === undefined ? name : `${name}, countersigned by ${second.certificate.name}`;
    const journal = await openJobJournal(this.options, plan.job);
    if (!journal.ok) return journal;
    const job = this.begin(plan, digest, state, journal.value, files, blocks, people, second);
    job.runner.feed({ kind: 'start', wall: clock.wall() });
    return ok(job);
  }

  private begin(
    plan: Plan,
    digest: string,
    start: JobState,
    journal: Journal<JobRecord>,
    files: JobFiles,
    blocks: Blocks,
    expert: string,
    second?: SecondWord,
  ): OpenJob {
    const { clock, profile } = this.options;
    const runner = new JobRunner({
      start,
      journal,
      blocks,
      clock,
      unit: plan.target.unit,
      session: this.options.takeUnit(plan.target.unit),
      otherUnit: this.options.otherUnit,
      backups: this.options.backups,
      originalFile: (sha256) => this.options.staging.read(sha256),
      rehearse: this.options.rehearse,
      attempts: this.options.attempts,
      serial: plan.target.serial,
      facts: () => withSecond(this.options.surroundings(), second, clock),
      sampleVoltage: this.options.sampleVoltage,
      hearAlarm: this.options.hearAlarm,
      hearReport: (report) => this.hear(job, report),
    });
    const unit = profile.units.find((entry) => entry.address.logical === plan.target.unit);
    const view = viewPlan(plan, digest, expert, unit, files);
    const job = new OpenJob(plan, view, runner, draftReport(plan, digest, start.brief.phrase));
    this.current = job;
    return job;
  }

  private hear(job: OpenJob, report: RunReport): void {
    const before = job.report;
    job.report = report;
    if (this.current === job && TERMINAL_STATES.has(report.state) && report.state !== 'HOLD') {
      this.current = undefined;
      this.past = [job.show(), ...this.past];
      void job.runner.close();
    }
    this.options.hearReport(before, report);
  }

  private find(id: string): Result<OpenJob, string> {
    if (this.current?.id === id) return ok(this.current);
    const ended = this.past.find(({ report }) => report.job === id);
    return err(ended ? `Job ${id} has ended in ${ended.report.state}.` : `There is no job ${id} at this shop.`);
  }
}
