import type { ReactNode } from 'react';
import { Icon, type Tone } from './icon.js';

interface NoticeProps {
  readonly tone: Tone;
  /** Read out as soon as it appears. */
  readonly urgent?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Notice({ tone, urgent = false, testId, children }: NoticeProps) {
  return (
    <div className={`notice tone-${tone}`} role={urgent ? 'alert' : 'status'} data-testid={testId}>
      <span className="notice-mark">
        <Icon name={tone} />
      </span>
      <div>{children}</div>
    </div>
  );
}
