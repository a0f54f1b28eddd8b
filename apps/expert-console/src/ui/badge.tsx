import type { ReactNode } from 'react';
import type { Tone } from './notice.js';

interface BadgeProps {
  readonly tone: Tone;
  readonly dot?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Badge({ tone, dot = false, testId, children }: BadgeProps) {
  return (
    <span className={`badge tone-${tone}`} data-testid={testId}>
      {dot ? <span className="badge-dot" aria-hidden="true" /> : null}
      {children}
    </span>
  );
}
