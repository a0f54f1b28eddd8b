import { useMemo } from 'react';
import { BayScreen } from './bay-screen.js';
import { bayCalls } from './connection/bay-calls.js';
import { CallsContext } from './connection/calls-context.js';
import { NoConnection } from './connection/no-connection.js';
import { useBay } from './connection/use-bay.js';

/** The screen while the shop client is there; its last picture, out of use, while it is gone. */
export function BayPage() {
  const { token, connection } = useBay();
  const calls = useMemo(() => bayCalls(token ?? ''), [token]);
  const live = connection.at === 'live';
  const state = live ? connection.state : connection.at === 'gone' ? connection.last : undefined;
  return (
    <CallsContext value={calls}>
      {live ? null : <NoConnection connection={connection} />}
      {state === undefined ? null : (
        <div className={live ? 'bay' : 'bay bay-old'} inert={!live}>
          <BayScreen state={state} live={live} />
        </div>
      )}
    </CallsContext>
  );
}
