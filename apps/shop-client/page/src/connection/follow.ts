import { BAY_TOKEN_HEADER, type BayState } from '../../../src/bay/bay-state.js';
import { jsonLines } from './json-lines.js';
import { sentenceOf } from './sentence-of.js';

export type News =
  | { readonly at: 'live'; readonly state: BayState }
  /** The shop client is not there; it is asked again. */
  | { readonly at: 'gone' }
  /** The token is no longer right; only a new link helps. */
  | { readonly at: 'refused'; readonly sentence: string };

const RETRY_MS = 1000;
/** A stream that says nothing for so long is asked whether anybody is there. */
const SILENCE_MS = 3000;
const ANSWER_MS = 2000;

/** Tells every state of the shop client until `signal`, and connects again by itself. */
export async function follow(token: string, hear: (news: News) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const refusal = await followOnce(token, hear, signal).catch(() => undefined);
    if (signal.aborted) return;
    if (refusal !== undefined) return hear({ at: 'refused', sentence: refusal });
    hear({ at: 'gone' });
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Returns when the stream has ended, with the server's sentence when it refused the token; throws when it broke. */
async function followOnce(token: string, hear: (news: News) => void, signal: AbortSignal): Promise<string | undefined> {
  const lost = new AbortController();
  const headers = { [BAY_TOKEN_HEADER]: token };
  const until = AbortSignal.any([signal, lost.signal]);
  const ask = async (): Promise<void> => {
    const within = AbortSignal.any([until, AbortSignal.timeout(ANSWER_MS)]);
    const response = await fetch('/api/state', { headers, signal: within });
    if (!response.ok) throw new Error(await sentenceOf(response));
    hear({ at: 'live', state: (await response.json()) as BayState });
    listen();
  };
  let silence: ReturnType<typeof setTimeout> | undefined;
  const listen = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => void ask().catch(() => lost.abort()), SILENCE_MS);
  };
  listen();
  try {
    const response = await fetch('/api/stream', { headers, signal: until });
    if (response.status === 403) return await sentenceOf(response);
    if (!response.ok || response.body === null) return undefined;
    for await (const state of jsonLines(response.body)) {
      listen();
      hear({ at: 'live', state: state as BayState });
    }
    return undefined;
  } finally {
    lost.abort();
    clearTimeout(silence);
  }
}
