import { useSyncExternalStore } from 'react';

/** Where the expert is, kept in the fragment so that the broker serves one page and a reload comes back here. */
export type Route =
  | { readonly at: 'cases' }
  | { readonly at: 'visit'; readonly caseId: string; readonly visitId: string };

const ID = '[A-Za-z0-9_-]{22}';
const VISIT = new RegExp(`^#/cases/(${ID})/visits/(${ID})$`);

export function readRoute(fragment: string): Route {
  const [, caseId, visitId] = VISIT.exec(fragment) ?? [];
  return caseId !== undefined && visitId !== undefined ? { at: 'visit', caseId, visitId } : { at: 'cases' };
}

export const showRoute = (route: Route): string =>
  route.at === 'cases' ? '#/cases' : `#/cases/${route.caseId}/visits/${route.visitId}`;

export function useRoute(): Route {
  return readRoute(useSyncExternalStore(onFragment, () => location.hash));
}

export function goTo(route: Route): void {
  location.hash = showRoute(route);
}

function onFragment(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
