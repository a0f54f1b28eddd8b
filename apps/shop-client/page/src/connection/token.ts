const KEPT_AS = 'baylink-bay-token';

/**
 * The token of this start of the shop client: from the link's fragment, which then leaves the address bar, or as this tab
 * kept it. Null: the page was opened without the link.
 */
export function takeToken(): string | null {
  const given = location.hash.slice(1);
  if (given !== '') {
    sessionStorage.setItem(KEPT_AS, given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(KEPT_AS);
}
