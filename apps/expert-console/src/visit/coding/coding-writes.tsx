import { showHex } from '@baylink/kernel';
import { Button } from '../../ui/button.js';
import { Panel } from '../../ui/panel.js';
import { ByteDiff } from './byte-diff.js';
import type { CodingWrite } from './coding-draft.js';

interface CodingWritesProps {
  readonly writes: readonly CodingWrite[];
  readonly nameOf: (did: number) => string | undefined;
  readonly onRemove: (did: number) => void;
}

/** The plan as it stands: written from top to bottom, taken back from bottom to top. */
export function CodingWrites({ writes, nameOf, onRemove }: CodingWritesProps) {
  if (writes.length === 0) return null;
  return (
    <Panel
      title={writes.length === 1 ? 'One write in the plan' : `${writes.length} writes in the plan`}
      testId="coding-writes"
    >
      <ol className="coding-writes">
        {writes.map(({ did, before, after }) => (
          <li key={did} className="coding-write">
            <div>
              <code className="coding-did">{showHex(did, 4)}</code>
              <p className="small soft">{nameOf(did)}</p>
            </div>
            <ByteDiff before={before} after={after} />
            <Button weight="quiet" onClick={() => onRemove(did)} aria-label={`Take ${showHex(did, 4)} out of the plan`}>
              Remove
            </Button>
          </li>
        ))}
      </ol>
      <p className="small soft">
        The shop saves these values first, writes, and reads each back. If a write fails, it puts the old values back in
        reverse order.
      </p>
    </Panel>
  );
}
