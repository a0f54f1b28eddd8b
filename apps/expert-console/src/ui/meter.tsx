import { useId } from 'react';

interface MeterProps {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** How the two numbers are told; "12 of 40" when absent. */
  readonly figures?: string;
  readonly testId?: string;
}

export function Meter({ label, done, total, figures, testId }: MeterProps) {
  const id = useId();
  return (
    <div className="meter" data-testid={testId}>
      <div className="meter-line">
        <label htmlFor={id}>{label}</label>
        <span className="number">{figures ?? `${done} of ${total}`}</span>
      </div>
      <progress id={id} max={Math.max(total, 1)} value={Math.min(done, total)} />
    </div>
  );
}
