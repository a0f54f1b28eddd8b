import type { ReactNode } from 'react';

/** Name and value pairs in reading order; a value that does not exist is told as "not given". */
export function Facts({ of }: { of: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div className="fact" key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span className="soft">not given</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
