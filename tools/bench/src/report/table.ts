import Table from 'cli-table3';
import { type Figure, reached } from '../measure/figure.js';

const SIGN = { times: '≤', share: '≥' } as const;

const CLOCKS = { cpu: 'processor time', wall: 'time', simulated: 'simulated time' } as const;

/** One row a figure. */
export function table(figures: readonly Figure[]): string {
  const shown = new Table({
    head: ['', 'what', 'against', 'ratio (least to most)', 'aim', 'rounds'],
    colWidths: [3, 50, 36, 26, 9, 8],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const figure of figures)
    shown.push([
      mark(figure),
      `${figure.id}\n${figure.title}${timeouts(figure)}${remarked(figure)}`,
      figure.peer,
      ratio(figure),
      aim(figure),
      figure.rounds.length,
    ]);
  return shown.toString();
}

const ratio = ({ median, min, max, clock }: Figure): string =>
  `${shown(median)} (${shown(min)} to ${shown(max)})\n${CLOCKS[clock]}`;

const timeouts = ({ timeouts: counted }: Figure): string =>
  counted === undefined ? '' : `\nTime-outs: ${counted.ours}, the other one ${counted.peer}`;

const remarked = ({ remarks = [] }: Figure): string => remarks.map((remark) => `\n${remark}`).join('');

const aim = ({ aim, ratio }: Figure): string => (aim === undefined ? '' : `${SIGN[ratio]} ${aim}`);

function mark(figure: Figure): string {
  const met = reached(figure);
  if (met === undefined) return '';
  return met ? '✓' : '✗';
}

/** Three digits that count. */
const shown = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : '-');
