import { type ReactNode, useId } from 'react';

interface PanelProps {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  /** Without inner margin, for tables. */
  readonly flush?: boolean;
  /** What the technician is asked for: framed. */
  readonly now?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Panel({ title, aside, flush = false, now = false, testId, children }: PanelProps) {
  const heading = useId();
  return (
    <section className={now ? 'panel panel-now' : 'panel'} aria-labelledby={heading} data-testid={testId}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </header>
      <div className={flush ? 'panel-body panel-flush' : 'panel-body'}>{children}</div>
    </section>
  );
}
