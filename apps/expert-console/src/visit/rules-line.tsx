import { rulesWords } from '@baylink/contracts';
import { limitsIn } from './use-profile.js';
import { useVisit } from './visit-context.js';

/** By which rules the shop judges, and who has made them stricter. */
export function RulesLine() {
  const { welcome } = useVisit().model;
  if (welcome?.rules === undefined) return null;
  const { rules, limits } = welcome;
  return (
    <div className="small soft break" data-testid="rules">
      <p>The shop judges by {rulesWords(rules)}.</p>
      {limitsIn(welcome) === undefined ? (
        <p>
          It has not said what these come to: what this page says about units and limits is of the profile alone, and
          the shop’s may be stricter.
        </p>
      ) : (
        <Changes of={limits?.changes ?? []} />
      )}
    </div>
  );
}

interface Change {
  readonly figure: string;
  readonly from: string | null;
  readonly to: string;
  readonly by: string;
}

/** A shop without a policy or overlay of its own has nothing here. */
function Changes({ of }: { of: readonly Change[] }) {
  if (of.length === 0) return null;
  return (
    <details>
      <summary>{of.length === 1 ? 'One limit is' : `${of.length} limits are`} not those of the profile</summary>
      <ul data-testid="changed-limits">
        {of.map(({ figure, from, to, by }) => (
          <li key={`${figure} ${by}`}>
            {figure}: {from === null ? '' : `${from} → `}
            <strong>{to}</strong>, by {by}
          </li>
        ))}
      </ul>
    </details>
  );
}
