import { useEffect, useState } from 'react';
import type { BayState } from '../../../src/bay/bay-state.js';
import { follow, type News } from './follow.js';
import { takeToken } from './token.js';

export type Connection =
  | { readonly at: 'no-link' }
  | { readonly at: 'opening' }
  | { readonly at: 'live'; readonly state: BayState }
  /** `last`: what was shown when the shop client went away; nothing of it is true any more for certain. */
  | { readonly at: 'gone'; readonly last: BayState | undefined }
  | { readonly at: 'refused'; readonly sentence: string };

export interface Bay {
  readonly token: string | null;
  readonly connection: Connection;
}

/** Follows the shop client. A new link that is opened in the same tab begins anew. */
export function useBay(): Bay {
  const [token, setToken] = useState(takeToken);
  const [connection, setConnection] = useState<Connection>({ at: 'opening' });
  useEffect(() => {
    const renew = () => setToken(takeToken());
    addEventListener('hashchange', renew);
    return () => removeEventListener('hashchange', renew);
  }, []);
  useEffect(() => {
    if (token === null) return;
    const ended = new AbortController();
    setConnection({ at: 'opening' });
    void follow(token, (news) => setConnection((before) => onNews(before, news)), ended.signal);
    return () => ended.abort();
  }, [token]);
  return { token, connection: token === null ? { at: 'no-link' } : connection };
}

function onNews(before: Connection, news: News): Connection {
  if (news.at !== 'gone') return news;
  if (before.at === 'gone') return before;
  return { at: 'gone', last: before.at === 'live' ? before.state : undefined };
}
