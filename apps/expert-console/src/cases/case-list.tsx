import type { CaseView } from '@baylink/contracts';
import { CaseCard } from './case-card.js';

/** Shops that are there come first, then the newest case. */
export function inOrder(cases: readonly CaseView[]): readonly CaseView[] {
  return cases.toSorted(
    (a, b) => Number(b.shop.online) - Number(a.shop.online) || b.openedAt.localeCompare(a.openedAt),
  );
}

interface CaseListProps {
  readonly cases: readonly CaseView[];
  readonly me: string;
}

export function CaseList({ cases, me }: CaseListProps) {
  if (cases.length === 0)
    return (
      <p className="cases-empty soft" data-testid="cases-empty">
        No shop of your organisation has an open case. A case appears here as soon as a technician describes a car.
      </p>
    );
  return (
    <ul className="cases-list" data-testid="case-list">
      {inOrder(cases).map((one) => (
        <li key={one.id}>
          <CaseCard of={one} me={me} />
        </li>
      ))}
    </ul>
  );
}
