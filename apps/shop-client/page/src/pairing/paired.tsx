import type { PairingView } from '../../../src/bay/bay-state.js';
import { Foreign } from '../ui/foreign.js';
import { Groups } from '../ui/groups.js';

/** Whom this shop trusts, for those who look. */
export function Paired({ pairing, own }: { pairing: Extract<PairingView, { state: 'paired' }>; own: string }) {
  return (
    <details className="panel paired" data-testid="paired">
      <summary>
        Paired with <Foreign text={pairing.organisation} />
      </summary>
      <div className="stack">
        <p className="soft">The organisation’s fingerprint</p>
        <Groups of={pairing.fingerprint} />
        <p className="soft">The key of this shop</p>
        <Groups of={own} />
      </div>
    </details>
  );
}
