/** Why the broker did not do what it was asked. */
export type HttpFailure =
  /** It said no: status and its own sentence (RFC 9457 `detail`). */
  | { readonly kind: 'refused'; readonly status: number; readonly type: string; readonly sentence: string }
  /** There was no way to it, or it took too long. */
  | { readonly kind: 'unreachable'; readonly sentence: string }
  /** It answered something that this version does not understand. */
  | { readonly kind: 'not-understood'; readonly sentence: string };
