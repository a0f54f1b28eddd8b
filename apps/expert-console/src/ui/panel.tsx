import { type ReactNode, useId } from 'react';

interface PanelProps {
  readonly title: string;
  /** Beside the title: a badge or a button. */
  readonly aside?: ReactNode;
  /** Without inner margin, for tables. */
  readonly flush?: boolean;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Panel({ title, aside, flush = false, testId, children }: PanelProps) {
  const heading = useId();
  return (
    <section className="panel" aria-labelledby={heading} data-testid={testId}>
      <header className="panel-head">
        <h3 className="panel-title" id={heading}>
          {title}
        </h3>
        {aside}
      </header>
      <div className={flush ? 'panel-body panel-flush' : 'panel-body'}>{children}</div>
    </section>
  );
}
