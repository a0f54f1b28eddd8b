import type { ReactNode } from 'react';
import type { Tone } from './icon.js';

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`badge tone-${tone}`}>
      <span className="badge-dot" aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
