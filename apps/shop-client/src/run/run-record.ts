import type { RunReport } from '@baylink/contracts';
import type { RecordOf } from '@baylink/ledger';
import type { VisitLedger } from '../ledger/visit-ledger.js';

/** The voltage as it was read last, or why there is none. */
export type VoltageNow = Pick<RecordOf<'voltage'>['data'], 'millivolts' | 'source' | 'sentence'>;

/** What an auditor needs of a job's progress: every change of state with the voltage then, what would bring the unit back, and every change of what the gates say. */
export function recordReport(
  ledger: VisitLedger | undefined,
  before: RunReport,
  report: RunReport,
  voltage: () => VoltageNow,
): void {
  if (!ledger) return;
  const { job, planDigest: plan, unit, sentence, gates, backup, rehearsal } = report;
  if (backup && !before.backup) ledger.record({ kind: 'backup', data: { job, plan, ...backup } });
  if (rehearsal && !before.rehearsal) ledger.record({ kind: 'rehearsal', data: { job, plan, ...rehearsal } });
  if (gates.length > 0 && holding(before) !== holding(report)) {
    const refusing = gates.find((gate) => !gate.holds);
    ledger.record({
      kind: 'verdict',
      data: {
        question: `${report.kind} of unit ${unit} in ${report.state}`,
        effect: report.kind === 'coding' ? 'code' : 'program',
        granted: refusing === undefined,
        rule: refusing?.rule ?? 'every gate',
        sentence: refusing?.sentence ?? 'Every gate that was asked holds.',
        gates,
      },
    });
  }
  if (before.state !== report.state) {
    ledger.record({ kind: 'voltage', data: voltage() });
    ledger.record({ kind: 'run', data: { job, plan, unit, from: before.state, to: report.state, sentence } });
  }
}

const holding = ({ gates }: RunReport): string => gates.map(({ rule, holds }) => `${rule}:${holds}`).join(' ');
