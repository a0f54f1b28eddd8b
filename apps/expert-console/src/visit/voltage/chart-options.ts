import type uPlot from 'uplot';

/** Volts. */
interface VoltRange {
  readonly low: number;
  readonly high: number;
}

/** Shown below and above the band even when the curve does not need it. */
const ROOM = 0.6;
const SHOWN_SECONDS = 120;

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Colours are read from the page's tokens, so that the canvas follows light and dark. */
export function chartOptions(element: HTMLElement, band: VoltRange, height: number): uPlot.Options {
  const token = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  const axis = { stroke: token('--ink-soft'), grid: { stroke: token('--line'), width: 1 }, ticks: { show: false } };
  const font = `11px ${token('--mono')}`;
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 26, 0, 0],
    scales: {
      x: { time: true, range: (_, min, max) => [Math.max(min, max - SHOWN_SECONDS), Math.max(max, min + 10)] },
      y: {
        range: (_, min, max) => [
          Math.min(min ?? band.low, band.low - ROOM),
          Math.max(max ?? band.high, band.high + ROOM),
        ],
      },
    },
    axes: [
      { ...axis, font, size: 24, space: 64, values: (_, ticks) => ticks.map((tick) => CLOCK.format(tick * 1000)) },
      { ...axis, font, size: 40, space: 28, values: (_, ticks) => ticks.map((tick) => tick.toFixed(1)) },
    ],
    series: [{}, { stroke: token('--diagnostics'), width: 2, points: { show: false }, spanGaps: false }],
    hooks: {
      drawClear: [
        (plot) => {
          const top = plot.valToPos(band.high, 'y', true);
          const bottom = plot.valToPos(band.low, 'y', true);
          plot.ctx.fillStyle = token('--holds-wash');
          plot.ctx.fillRect(plot.bbox.left, top, plot.bbox.width, bottom - top);
          plot.ctx.fillStyle = token('--holds');
          for (const edge of [top, bottom]) plot.ctx.fillRect(plot.bbox.left, edge, plot.bbox.width, 1);
        },
      ],
    },
  };
}
