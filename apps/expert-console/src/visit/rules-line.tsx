import { rulesWords } from '@baylink/contracts';
import { useVisit } from './visit-context.js';

/** By which rules the shop judges. This console ships profiles and no overlays: what a shop lays on them is only named here. */
export function RulesLine() {
  const rules = useVisit().model.welcome?.rules;
  if (rules === undefined) return null;
  return (
    <p className="small soft break" data-testid="rules">
      The shop judges by {rulesWords(rules)}.
      {rules.overlays.length === 0
        ? null
        : ' What this page says about units and limits is of the profile alone; the shop adds its overlays.'}
    </p>
  );
}
