import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FaultId, type Outcome, replayOf, STEPS, Tally } from '@baylink/simulator';
import { exitCodes } from '../exit-codes.table.js';
import { explain, Stop, tell, tellJson } from '../say.js';
import { faultTable, rare, reasons } from './fault-table.js';
import { Progress } from './progress.js';

export interface ManyRuns {
  readonly runs: AsyncIterable<Outcome>;
  readonly total: number | undefined;
  /** Where a run that broke something is kept. */
  readonly failures: string;
  /** What was asked for. */
  readonly faults: readonly FaultId[];
  /** How often each of them should have been felt at each step where it can be. */
  readonly times: number;
  readonly json: boolean;
}

/** Runs them all, keeps each that broke something, and tells what they come to. */
export async function runMany({ runs, total, failures, faults, times, json }: ManyRuns): Promise<void> {
  const tally = new Tally();
  const progress = new Progress(tally, total);
  for await (const outcome of runs) {
    tally.add(outcome);
    if (outcome.broken.length > 0) keep(outcome, failures, json);
    progress.tick();
  }
  if (json) tellJson({ event: 'summary', ...summaryOf(tally), speed: Math.round(progress.speed) });
  else show(tally, faults, times, progress.speed);
  if (tally.broken > 0)
    throw new Stop(
      exitCodes.failed,
      `${tally.broken} of ${tally.runs} runs broke an invariant; their files are in ${failures}.`,
    );
}

function keep(outcome: Outcome, folder: string, json: boolean): void {
  const { plan, trace, broken } = outcome;
  const name = `run-${plan.order}-${plan.seed}-${trace.slice(0, 8)}.json`;
  const file = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(replayOf(outcome), undefined, 2)}\n`);
  } catch (failure) {
    throw new Stop(
      exitCodes.usage,
      `${file} cannot be written (${String(failure)}); name another folder with --failures.`,
    );
  }
  if (json) tellJson({ event: 'broken', file, seed: plan.seed, broken });
  else for (const sentence of broken) tell(`BROKEN ${sentence}\n  again: baylink sim --replay ${file}`);
}

const summaryOf = (tally: Tally) => ({
  runs: tally.runs,
  broken: tally.broken,
  ends: Object.fromEntries([...tally.ends].sort()),
  simulatedSeconds: Math.round(tally.simulatedMs / 1_000),
  faults: tally.faults().filter(({ struck }) => struck > 0),
  steps: Object.fromEntries(
    tally
      .faults()
      .map(({ fault }) => [fault, Object.fromEntries(STEPS.map((step) => [step, tally.feltAt(fault, step)]))]),
  ),
  trace: tally.trace(),
});

function showFaults(tally: Tally, faults: readonly FaultId[], times: number): void {
  for (const line of [...faultTable(tally), ...reasons()]) tell(line);
  const lacking = rare(tally, faults, times);
  const often = times === 1 ? '' : ` ${times} times`;
  const never = times === 1 ? 'never felt' : `felt less than ${times} times`;
  tell(
    lacking.length === 0
      ? `every fault was felt${often} at every step where it can be`
      : `${never}: ${lacking.join('; ')}`,
  );
}

function show(tally: Tally, asked: readonly FaultId[], times: number, speed: number): void {
  const { runs, broken, ends, simulatedSeconds, faults, trace } = summaryOf(tally);
  if (faults.length > 0) showFaults(tally, asked, times);
  tell(
    `ends: ${Object.entries(ends)
      .map(([end, count]) => `${end} ${count}`)
      .join(', ')}`,
  );
  tell(`${runs} runs, ${broken} broken, ${simulatedSeconds} s simulated; trace ${trace}`);
  explain(`${Math.round(speed)}x real time`);
}
