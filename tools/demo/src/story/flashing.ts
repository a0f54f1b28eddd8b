import { basename } from 'node:path';
import type { RunView } from '../bay/bay-state.js';
import type { Child } from '../house/child.js';
import type { Expert } from './people.js';
import { runningJob } from './running-job.js';
import type { Stage } from './stage.js';

/** A plan that an expert has offered and whose run they follow. */
export interface OfferedFlash {
  readonly child: Child;
  readonly job: string;
  readonly phrase: string;
  readonly file: string;
}

/** Reading a megabyte twice over a slow bus takes its time. A job that ends early ends the waiting, too. */
export const PATIENCE = 900_000;
/** Longer than the ten seconds that the supply has to be steady. */
export const GATES_PATIENCE = 60_000;

/** `baylink expert flash`: scans, stages the file and offers the plan. `more`: further options of the command. */
export async function offerFlash(
  stage: Stage,
  expert: Expert,
  file: string,
  more: readonly string[] = [],
): Promise<OfferedFlash> {
  stage.account.tell('expert', `${expert.name} offers a plan: engine unit, ${basename(file)}`);
  const child = expert.start(['flash', '--unit', 'engine', '--file', file, ...more]);
  return { child, file, ...(await offeredBy(child)) };
}

export async function offeredBy(child: Child): Promise<{ job: string; phrase: string }> {
  const { job, phrase } = await child.line(({ event }) => event === 'offered', 'its plan was offered');
  return { job: String(job), phrase: String(phrase) };
}

const MOST_HOLDS = 3;

/** The technician reads the plan, compares the phrase and holds the button; again, when a gate has said no since. */
export async function agree(stage: Stage, { job, phrase }: Pick<OfferedFlash, 'job' | 'phrase'>): Promise<void> {
  const { technician } = stage;
  for (let holds = 1; ; holds++) {
    const run = await technician.until(
      (state) => {
        const waiting = runningJob(state, job);
        return waiting?.wanted === 'hold-to-agree' ? waiting : undefined;
      },
      'the wish for an agreement',
      PATIENCE,
    );
    await hold(stage, run, phrase);
    const held = performance.now();
    const went = await technician.until(
      ({ runs }) =>
        afterAgreement(
          runs.find(({ report }) => report.job === job),
          performance.now() - held,
        ),
      'what follows an agreement',
      GATES_PATIENCE,
    );
    if (went === 'on') return;
    if (holds === MOST_HOLDS) throw new Error(`the job was disarmed ${holds} times: ${run.report.sentence}`);
  }
}

const ARMING_MS = 3_000;

/** Armed and going, or disarmed because a gate said no at the last moment. */
function afterAgreement(run: RunView | undefined, waited: number): 'on' | 'disarmed' | undefined {
  if (run === undefined || run.report.state === 'ARMED') return undefined;
  if (run.report.state !== 'PREFLIGHT_OK') return 'on';
  return waited > ARMING_MS || run.report.sentence.startsWith('Disarmed') ? 'disarmed' : undefined;
}

async function hold({ account, technician }: Stage, run: RunView, phrase: string): Promise<void> {
  account.tell('technician', `reads the plan; the phrase on both screens is “${run.report.phrase}”`);
  if (run.report.phrase !== phrase)
    throw new Error(`the bay screen shows "${run.report.phrase}", the expert "${phrase}"`);
  account.tell('technician', 'holds the button for three seconds');
  await technician.holdAgain(run);
}

/** Waits until the job asks for the technician's last look, and confirms it. */
export async function confirm(stage: Stage, job: string): Promise<void> {
  const { technician, account } = stage;
  await technician.until(
    (state) => (runningJob(state, job)?.wanted === 'confirm-result' ? true : undefined),
    'the finished write',
    PATIENCE,
  );
  account.tell('technician', 'looks at the vehicle and confirms');
  await technician.confirm(job);
}

/** The command that followed the run has to end well, too. */
export async function endOf({ child }: Pick<OfferedFlash, 'child'>): Promise<void> {
  const { code, sentence } = await child.ended;
  if (code !== 0) throw new Error(`baylink expert ended with ${code}: ${sentence}`);
}

/** From the offer to DONE; the answer is what the unit reported before and after. */
export async function flashThrough(stage: Stage, file: string): Promise<{ before: string; after: string }> {
  const reported = await flashAnyThrough(stage, file);
  stage.mustHold(file);
  return reported;
}

/** The same for a file of any format. What the memory must hold then, the caller has to know. */
export async function flashAnyThrough(
  stage: Stage,
  file: string,
  more: readonly string[] = [],
): Promise<{ before: string; after: string }> {
  const offered = await offerFlash(stage, stage.ada, file, more);
  await agree(stage, offered);
  await confirm(stage, offered.job);
  await endOf(offered);
  return softwareOf(offered);
}

export async function softwareOf({ child }: Pick<OfferedFlash, 'child'>): Promise<{ before: string; after: string }> {
  const { softwareBefore, softwareAfter } = await child.line(
    ({ event, state }) => event === 'run' && state === 'DONE',
    'the job was done',
  );
  return { before: String(softwareBefore), after: String(softwareAfter) };
}
