import type { CaseView } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import type { VisitChoice } from '../desk/options.js';

/** A case, and the visit in it that is gone back into; none: a new one is opened. */
export interface ChosenCase {
  readonly view: CaseView;
  readonly visit: string | undefined;
}

/** The case that is meant: by visit, by id, or the only one that is open. */
export function chooseCase(cases: readonly CaseView[], choice: VisitChoice): Result<ChosenCase, string> {
  if (choice.visit !== undefined) return byVisit(cases, choice.visit);
  if (choice.case !== undefined) return byId(cases, choice.case);
  const open = cases.filter(({ state }) => state === 'open');
  const [only] = open;
  if (only === undefined) return err('No case is open; the technician opens one on the bay screen.');
  if (open.length === 1) return ok({ view: only, visit: undefined });
  return err(`${open.length} cases are open; name one with --case: ${open.map(({ id }) => id).join(', ')}.`);
}

function byVisit(cases: readonly CaseView[], visit: string): Result<ChosenCase, string> {
  const view = cases.find(({ visits }) => visits.some(({ id }) => id === visit));
  const found = view?.visits.find(({ id }) => id === visit);
  if (view === undefined || found === undefined)
    return err(`There is no visit "${visit}"; baylink expert cases lists those that are open.`);
  if (found.closedAt !== null)
    return err(`Visit ${visit} was closed at ${found.closedAt}; leave out --visit to open a new one.`);
  return ok({ view, visit });
}

function byId(cases: readonly CaseView[], id: string): Result<ChosenCase, string> {
  const view = cases.find((entry) => entry.id === id);
  if (view === undefined) return err(`There is no case "${id}"; baylink expert cases lists them.`);
  return view.state === 'open' ? ok({ view, visit: undefined }) : err(`Case ${id} is closed; choose an open one.`);
}
