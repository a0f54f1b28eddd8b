import { Foreign } from './foreign.js';

/** Label and value pairs in reading order. */
export function Facts({ of }: { of: readonly { readonly label: string; readonly value: string | null }[] }) {
  return (
    <dl className="facts">
      {of.map(({ label, value }) => (
        <div className="fact" key={label}>
          <dt>{label}</dt>
          <dd>{value === null ? <span className="soft">not given</span> : <Foreign text={value} />}</dd>
        </div>
      ))}
    </dl>
  );
}
