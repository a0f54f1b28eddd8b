import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Played } from '../story/run-story.js';

/** One row a chapter: what came of it, and what the oracle found in the unit and on the wire. */
export function summary(played: readonly Played[]): string {
  const table = new Table({
    head: ['', 'chapter', 'outcome', 'engine memory', 'wire', 'time'],
    colWidths: [3, 30, 50, 18, 32, 8],
    wordWrap: true,
    style: { head: [] },
  });
  for (const { chapter, result, seconds } of played) {
    const time = `${seconds.toFixed(1)} s`;
    if (result.kind === 'passed')
      table.push([styleText('green', '✓'), chapter.title, result.outcome, result.memory, result.wire, time]);
    else if (result.kind === 'failed') table.push([styleText('red', '✗'), chapter.title, result.why, '', '', time]);
    else table.push(['', chapter.title, 'not played', '', '', '']);
  }
  return table.toString();
}
