import type { BayState } from '../bay/bay-state.js';
import type { Account } from './account.js';

/** Tells what the bay screen shows: how the job stands, which gate says no, what moves, and the voltage. */
export class BayView {
  private told = '';
  private refusing = '';

  constructor(private readonly account: Account) {}

  show({ runs, voltage }: BayState): void {
    const report = runs[0]?.report;
    if (report === undefined) return;
    const { state, sentence, gates, progress, job } = report;
    const said = `${job} ${state} ${withoutNumbers(sentence)}`;
    if (said !== this.told) this.account.tell('shop', `${state}: ${sentence}`);
    this.told = said;
    this.showGates(gates, sentence);
    const volts = voltage.millivolts === null ? voltage.sentence : `${(voltage.millivolts / 1000).toFixed(2)} V`;
    if (progress !== null && progress.total > 1)
      this.account.progress(progress.activity, progress.done, progress.total, volts);
  }

  private showGates(gates: BayState['runs'][number]['report']['gates'], said: string): void {
    const refusing = gates.filter(({ holds }) => !holds);
    const key = refusing.map(({ rule }) => rule).join();
    if (key === this.refusing) return;
    this.refusing = key;
    if (refusing.length === 0) this.account.tell('shop', `all ${gates.length} gates that are asked now hold`);
    for (const { gate, sentence } of refusing)
      this.account.tell('shop', `gate ${gate} says no${sentence === said ? '' : `: ${sentence}`}`);
  }
}

/** "… 12.10 V …" and "… 12.11 V …" are the same news. */
const withoutNumbers = (text: string): string => text.replace(/\d+(\.\d+)?/g, '#');
