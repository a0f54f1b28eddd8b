import Table from 'cli-table3';
import type { Played } from '../story/run-story.js';
import { paint } from './paint.js';

/** One row a chapter: what came of it, and what the oracle found in the unit and on the wire. */
export function summary(played: readonly Played[], out: NodeJS.WritableStream): string {
  const table = new Table({
    head: ['', 'chapter', 'outcome', 'engine memory', 'wire', 'time'],
    colWidths: [3, 30, 50, 18, 32, 8],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { chapter, result, seconds } of played) {
    const time = `${seconds.toFixed(1)} s`;
    if (result.kind === 'passed')
      table.push([paint(out, 'green', '✓'), chapter.title, result.outcome, result.memory, result.wire, time]);
    else if (result.kind === 'failed') table.push([paint(out, 'red', '✗'), chapter.title, result.why, '', '', time]);
    else table.push(['', chapter.title, 'not played', '', '', '']);
  }
  return table.toString();
}
