import type { Plan, RunReport } from '@baylink/contracts';
import { ok, type Result } from '@baylink/kernel';
import type { RunningJob } from '@baylink/safety';
import type { PlanView, RunView } from '../bay/bay-state.js';
import type { JobRunner } from './job-runner.js';
import type { Unfinished } from './recover-jobs.js';

/** States in which the technician has agreed and the job has the vehicle to itself; in HOLD the unit waits for the rest. */
const ARMED: ReadonlySet<RunReport['state']> = new Set([
  'ARMED',
  'ENTRY',
  'ERASING',
  'TRANSFER',
  'PAUSED',
  'EXITED',
  'VERIFIED',
  'REENTRY',
  'RESTORING',
  'HOLD',
]);

/** One job of this start of the shop client: its plan, its runner, and how it stands. */
export class OpenJob {
  /** What the expert's screen shows, as the expert sent it; empty until then. */
  expertPhrase = '';
  /** Looks for what is missing since the restart, until it is there. */
  private missing: Unfinished['ready'] | undefined;

  constructor(
    readonly plan: Plan,
    readonly view: PlanView,
    readonly runner: JobRunner,
    public report: RunReport,
  ) {}

  goesOnWhen(ready: Unfinished['ready'] | undefined): void {
    this.missing = ready;
  }

  /** HOLD: what people were asked for is done. */
  async goOn(): Promise<Result<void, string>> {
    const found = (await this.missing?.()) ?? ok(undefined);
    if (!found.ok) return found;
    this.missing = undefined;
    this.runner.feed({ kind: 'technician-continues', ...(found.value !== undefined && { instead: found.value }) });
    return ok();
  }

  get id(): string {
    return this.plan.job;
  }

  running(): RunningJob {
    return { job: this.id, unit: this.plan.target.unit, armed: ARMED.has(this.report.state) };
  }

  show(): RunView {
    return { report: this.report, plan: this.view, wanted: wantedIn(this.report.state), gates: this.report.gates };
  }
}

function wantedIn(state: RunReport['state']): RunView['wanted'] {
  if (state === 'PREFLIGHT_OK') return 'hold-to-agree';
  return state === 'CONFIRMED' || state === 'HOLD' ? 'confirm-result' : 'nothing';
}
