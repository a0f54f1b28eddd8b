import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Band } from './band.js';
import { chartOptions } from './chart-options.js';
import type { Sample } from './samples.js';
import { useColourScheme } from './use-colour-scheme.js';

const HEIGHT = 150;

/** The last minutes with the band behind the curve. The figures stand beside it as text; the picture is an extra. */
export function VoltageChart({ samples, band }: { samples: readonly Sample[]; band: Band }) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const newest = useRef(samples);
  newest.current = samples;
  const scheme = useColourScheme();
  const { low, high } = band;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another colour scheme asks for new colours
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const made = new uPlot(
      chartOptions(element, { low: low / 1000, high: high / 1000 }, HEIGHT),
      columns(newest.current),
      element,
    );
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = undefined;
    };
  }, [low, high, scheme]);
  useEffect(() => plot.current?.setData(columns(samples)), [samples]);
  return <div ref={frame} className="voltage-chart" aria-hidden="true" />;
}

const columns = (samples: readonly Sample[]): uPlot.AlignedData => [
  samples.map(({ second }) => second),
  samples.map(({ volts }) => volts),
];
