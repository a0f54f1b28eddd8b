import type { RunReport } from '@baylink/contracts';
import { useId } from 'react';
import { Foreign } from '../ui/foreign.js';

export function RunProgress({ progress, kind }: Pick<RunReport, 'progress' | 'kind'>) {
  const id = useId();
  if (progress === null) return null;
  const { activity, done, total } = progress;
  return (
    <div className="run-progress" data-testid="run-progress">
      <label htmlFor={id}>
        <Foreign text={activity} />
      </label>
      <span className="run-progress-figures">{figures(done, total, kind)}</span>
      <progress id={id} max={Math.max(total, 1)} value={Math.min(done, total)} />
    </div>
  );
}

function figures(done: number, total: number, kind: RunReport['kind']): string {
  if (kind === 'coding') return `${done} of ${total}`;
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
  return `${percent} %, ${kib(done)} of ${kib(total)} KiB`;
}

const kib = (bytes: number): string => (bytes / 1024).toFixed(0);
