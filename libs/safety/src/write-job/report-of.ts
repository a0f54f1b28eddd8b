import { hex, uintBytes } from '@baylink/kernel';
import { backupReport, rehearsalReport } from './evidence-report.js';
import { imageOf } from './image-of.js';
import { readerProgress } from './memory-reader.js';
import type { RunReport } from './report.js';
import type { JobState } from './state.js';
import { runStateOf } from './states.table.js';

/** What both screens show of a job. */
export function reportOf(job: JobState): RunReport {
  const { brief, saved, gates, sentence, softwareAfter } = job;
  const { plan, planDigest, phrase } = brief;
  return {
    job: plan.job,
    planDigest,
    kind: plan.kind,
    unit: plan.target.unit,
    state: runStateOf(job),
    phrase,
    progress: progressOf(job),
    gates: [...gates],
    sentence,
    segments: (brief.image?.segments ?? []).map(({ address, size, crc32 }) => ({
      address,
      size,
      crc32: hex(uintBytes(crc32, 4)),
    })),
    softwareBefore: saved.identity?.software ?? null,
    softwareAfter,
    backup: backupReport(job),
    rehearsal: rehearsalReport(job),
  };
}

function progressOf(job: JobState): RunReport['progress'] {
  const phase = job.phase.task === 'pausing' ? job.phase.back : job.phase;
  switch (phase.task) {
    case 'reading-memory':
      return { activity: 'reading the memory for the backup', ...readerProgress(phase.reader) };
    case 'reading-back':
      return { activity: 'reading the memory back', ...readerProgress(phase.reader) };
    case 'writing':
      return { activity: 'writing values', done: phase.index, total: phase.writes.length };
    case 'erasing':
    case 'transferring':
    case 'rejoining':
    case 'checking': {
      const { segments } = imageOf(job);
      const total = segments.reduce((sum, { size }) => sum + size, 0);
      const before = segments.filter((_, i) => job.verified.includes(i)).reduce((sum, { size }) => sum + size, 0);
      const here =
        phase.task === 'transferring' || phase.task === 'rejoining'
          ? phase.offset
          : phase.task === 'checking'
            ? (segments[phase.segment]?.size ?? 0)
            : 0;
      return {
        activity: job.mode === 'write' ? 'writing' : 'restoring the backup',
        done: Math.min(total, before + here),
        total,
      };
    }
    default:
      return null;
  }
}

/** A change of state, words or verdicts is told at once; progress alone when it is due. */
export function worthTelling(last: RunReport | undefined, report: RunReport, due: boolean): boolean {
  if (last === undefined) return true;
  const rules = (gates: RunReport['gates']) => gates.map(({ rule }) => rule).join();
  const changed =
    last.state !== report.state || last.sentence !== report.sentence || rules(last.gates) !== rules(report.gates);
  if (changed) return true;
  const moved = last.progress?.done !== report.progress?.done || last.progress?.activity !== report.progress?.activity;
  return due && (moved || last.gates.some((gate, i) => gate.measured !== report.gates[i]?.measured));
}
