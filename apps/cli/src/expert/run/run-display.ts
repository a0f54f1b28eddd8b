import type { GateReport, RunReport } from '@baylink/contracts';
import { SingleBar } from 'cli-progress';
import { explain, tellJson } from '../../say.js';

const FORMAT = '  {activity} [{bar}] {percentage} % | {value}/{total}';
/** Without a terminal a bar is a line now and then. */
const QUIET_INTERVAL_MS = 2_000;

/** Shows a run as it goes: state, gates that say no, a bar for what moves. With `json` each report is a line of the result. */
export class RunDisplay {
  private state = '';
  private sentence = '';
  private refusing = '';
  private bar: { readonly activity: string; readonly view: SingleBar } | undefined;

  constructor(private readonly json: boolean) {}

  show(run: RunReport): void {
    if (this.json) {
      tellJson({ event: 'run', ...run });
      return;
    }
    const { state, sentence, gates } = run;
    const fresh = state !== this.state || (sentence !== this.sentence && !movingWords(sentence, this.sentence));
    if (fresh) {
      this.clear();
      explain(`${state.padEnd(13)} ${sentence}`);
    }
    this.state = state;
    this.sentence = sentence;
    this.showRefusals(gates, sentence);
    this.move(run.progress);
  }

  /** Takes the bar away. */
  clear(): void {
    this.bar?.view.stop();
    this.bar = undefined;
  }

  private showRefusals(gates: readonly GateReport[], said: string): void {
    const refusing = gates.filter(({ holds }) => !holds);
    const key = refusing.map(({ rule }) => rule).join();
    if (key === this.refusing) return;
    this.refusing = key;
    this.clear();
    for (const { gate, sentence } of refusing) explain(`  ${gate} says no${sentence === said ? '' : `: ${sentence}`}`);
  }

  private move(progress: RunReport['progress']): void {
    if (progress === null || progress.total === 0) {
      this.clear();
      return;
    }
    const { activity, done, total } = progress;
    if (this.bar?.activity !== activity) {
      this.clear();
      const view = new SingleBar({ format: FORMAT, noTTYOutput: true, notTTYSchedule: QUIET_INTERVAL_MS });
      view.start(total, done, { activity });
      this.bar = { activity, view };
    }
    this.bar.view.update(done);
  }
}

/** "… at 12.10 V …" after "… at 12.11 V …": the same sentence with another measured value. */
const movingWords = (a: string, b: string): boolean => withoutNumbers(a) === withoutNumbers(b);
const withoutNumbers = (text: string): string => text.replace(/\d+(\.\d+)?/g, '#');
