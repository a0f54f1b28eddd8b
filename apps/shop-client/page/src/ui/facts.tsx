import { Foreign } from './foreign.js';

/** Longer than what stands in one column: a digest, a long file name. */
const LONG = 40;

/** Label and value pairs in reading order. */
export function Facts({ of }: { of: readonly { readonly label: string; readonly value: string | null }[] }) {
  return (
    <dl className="facts">
      {of.map(({ label, value }) => (
        <div className={(value ?? '').length > LONG ? 'fact fact-long' : 'fact'} key={label}>
          <dt>{label}</dt>
          <dd>{value === null ? <span className="soft">not given</span> : <Foreign text={value} />}</dd>
        </div>
      ))}
    </dl>
  );
}
