import { Foreign } from '../ui/foreign.js';
import { Groups } from '../ui/groups.js';
import { showClock } from '../ui/show-clock.js';

/** The code to read out, and the name of the shop's own key that the other side must see beside it. */
export function UserCode({ code, expiresAt, own }: { code: string; expiresAt: string; own: string }) {
  return (
    <>
      <p className="large">Read this code to the organisation by telephone:</p>
      <p className="user-code mono" data-testid="user-code">
        <Foreign text={code} />
      </p>
      <p className="large">
        It can be used until <strong>{showClock(expiresAt)}</strong>, once.
      </p>
      <div className="stack">
        <p>
          Their screen then shows the key of <em>this shop</em>. It must be this one, capital and small letters too:
        </p>
        <Groups of={own} testId="own-thumbprint" />
      </div>
    </>
  );
}
