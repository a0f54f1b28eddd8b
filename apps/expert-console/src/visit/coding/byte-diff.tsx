import { changes } from './coding-draft.js';

/** Before above after; what changes is marked by colour, weight and the list of bits. */
export function ByteDiff({ before, after }: { before: string; after: string }) {
  const bytes = changes(before, after);
  const changed = bytes.filter(({ bits }) => bits.length > 0);
  return (
    <div className="byte-diff" data-testid="coding-diff">
      <div className="byte-rows">
        <span className="small soft">before</span>
        <span className="mono">
          {bytes.map(({ index, before: value, bits }) => (
            <span key={index} className={bits.length > 0 ? 'byte byte-old' : 'byte'}>
              {value}
            </span>
          ))}
        </span>
        <span className="small soft">after</span>
        <span className="mono">
          {bytes.map(({ index, after: value, bits }) => (
            <span key={index} className={bits.length > 0 ? 'byte byte-new' : 'byte'}>
              {value}
            </span>
          ))}
        </span>
      </div>
      <p className="small soft">
        {changed
          .map(({ index, bits }) => `byte ${index}: ${bits.length === 1 ? 'bit' : 'bits'} ${bits.join(', ')}`)
          .join(' · ')}
      </p>
    </div>
  );
}
