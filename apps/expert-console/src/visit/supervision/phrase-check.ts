import type { Run } from '../visit-model.js';

/** Whether the plan at the shop is the plan that was signed here. */
export type PhraseCheck =
  /** This page did not sign the plan (reload, or another console): only the two people can compare. */
  | { readonly state: 'unsigned-here'; readonly phrase: string }
  | { readonly state: 'same'; readonly phrase: string }
  | { readonly state: 'different'; readonly phrase: string; readonly theirs: string };

export function checkPhrase({ report, own }: Run): PhraseCheck {
  if (own === undefined) return { state: 'unsigned-here', phrase: report.phrase };
  if (own.phrase === report.phrase && own.digest === report.planDigest) return { state: 'same', phrase: own.phrase };
  return { state: 'different', phrase: own.phrase, theirs: report.phrase };
}
