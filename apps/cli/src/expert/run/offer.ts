import type { Plan, PlanDocument, RunReport } from '@baylink/contracts';
import type { ExpertVisit } from '@baylink/transport-tunnel/expert';
import { exitCodes } from '../../exit-codes.table.js';
import { writeJson } from '../../plan-file/plan-file.js';
import { explain, Stop, tell, tellJson } from '../../say.js';
import { sentence, stopOfShop } from '../desk/stops.js';
import type { Attendance } from '../visit/attend.js';
import { ENDINGS } from './endings.table.js';
import { type Following, followRun } from './follow-run.js';
import { RunDisplay } from './run-display.js';

/** Digits of a digest that are enough to name a plan. */
const SHOWN = 12;

export interface OfferOptions {
  readonly json?: true;
  readonly planFile?: string;
}

/** Signs and offers a plan, tells the shop the phrase, and stays with the run until its end. */
export async function offerAndFollow(
  { visit, desk }: Attendance,
  plan: Plan,
  { json: asJson, planFile }: OfferOptions,
): Promise<void> {
  const json = asJson === true;
  const display = new RunDisplay(json);
  let phrase: string | undefined;
  const tellPhrase = async (): Promise<void> => {
    const told = phrase === undefined ? undefined : await visit.sendPhrase(plan.job, phrase);
    if (told?.ok === false) explain(sentence(told.error.sentence));
  };
  const following = followRun(visit, plan.job, {
    report: (run) => display.show(run),
    welcomedAgain: () => void tellPhrase(),
  });
  const offered = await visit.offerPlan(plan, (why, digest) => {
    const wanted = { event: 'countersignature-wanted', plan: digest, sentence: why };
    if (json) tellJson(wanted);
    else explain(`${sentence(why)} A colleague runs: baylink plan countersign ${digest.slice(0, SHOWN)}`);
  });
  if (!offered.ok) {
    following.stop();
    throw stopOfShop(offered.error);
  }
  const { digest, run, jws, second: signed } = offered.value;
  const { certificate } = desk;
  const document: PlanDocument = { format: 'baylink-plan', v: 1, plan: digest, jws, certificate, signed };
  if (planFile !== undefined) writeJson(planFile, document, 'keep');
  if (run.planDigest !== digest)
    throw new Stop(
      exitCodes.refused,
      `The shop holds plan ${run.planDigest.slice(0, 12)}… and ${digest.slice(0, 12)}… was signed here; do not go on, somebody changed it.`,
    );
  phrase = offered.value.phrase;
  if (json) tellJson({ event: 'offered', job: plan.job, plan: digest, phrase });
  else explain(`Job ${plan.job}. Read this phrase to the technician, who sees it too: ${phrase}`);
  await tellPhrase();
  await untilEnd(following, display, json);
}

/** Only watches a job that the shop knows; its phrase was told by whoever offered it. */
export async function watch(visit: ExpertVisit, job: string, json: boolean): Promise<void> {
  const display = new RunDisplay(json);
  const run = visit.welcome?.runs.find((entry) => entry.job === job);
  if (run === undefined)
    throw new Stop(exitCodes.usage, `The shop knows no job "${job}"; it tells its jobs when the visit begins.`);
  display.show(run);
  if (ENDINGS.has(run.state)) return conclude(run, json);
  const following = followRun(visit, job, { report: (next) => display.show(next), welcomedAgain: () => undefined });
  await untilEnd(following, display, json);
}

async function untilEnd(following: Following, display: RunDisplay, json: boolean): Promise<void> {
  const ended = await following.ended;
  display.clear();
  if (!ended.ok) throw new Stop(exitCodes.failed, ended.error);
  conclude(ended.value, json);
}

/** The exit code tells how the job ended. */
function conclude(run: RunReport, json: boolean): void {
  const { job, state, softwareBefore, softwareAfter } = run;
  const code = ENDINGS.get(state) ?? exitCodes.failed;
  if (json) tellJson({ event: 'end', job, state, sentence: run.sentence });
  if (code !== exitCodes.ok) throw new Stop(code, `${state}: ${sentence(run.sentence)}`);
  if (json) return;
  tell(
    softwareAfter === null ? `${state}: ${run.sentence}` : `${state}: software ${softwareBefore} → ${softwareAfter}`,
  );
}
