import type { AnswerResult, Countersigned, ExpertBody, RunReport, Sha256Hex, ShopBody } from '@baylink/contracts';

type WithoutId<T> = T extends { readonly id: string } ? Omit<T, 'id'> : never;

/** What may be asked of a shop. Hello is said by the visit itself. */
export type Question = WithoutId<Exclude<ExpertBody, { kind: 'hello' }>>;

export type Welcome = Extract<ShopBody, { kind: 'welcome' }>;
export type Answer<K extends AnswerResult['kind']> = Extract<AnswerResult, { kind: K }>;

/** The way to the shop, as people need to know it. */
export type Connection =
  | { readonly state: 'connecting'; readonly sentence: string }
  /** `resumed` counts how often the stream was taken up again without losing anything. */
  | { readonly state: 'live'; readonly resumed: number }
  | { readonly state: 'reconnecting'; readonly sentence: string }
  /** The broker is there, the shop's tunnel is not. A job at the shop goes on meanwhile. */
  | { readonly state: 'shop-away'; readonly sentence: string }
  | { readonly state: 'closed'; readonly sentence: string };

export type VisitEvent =
  /** Signed by the shop, admitted, in order. Answers come here too. */
  | { readonly kind: 'said'; readonly body: ShopBody }
  | { readonly kind: 'connection'; readonly connection: Connection }
  /** Something came that the shop did not say, or not here and now: the rule that it broke. */
  | { readonly kind: 'refused'; readonly rule: string; readonly sentence: string };

export interface StagedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface OfferedPlan {
  readonly run: RunReport;
  /** SHA-256 of the payload as it was signed here. */
  readonly digest: Sha256Hex;
  /** Derived here from that digest, to be compared aloud with the bay screen. */
  readonly phrase: string;
  readonly jws: string;
  /** What a second expert has signed, where the shop wanted one. */
  readonly second: Countersigned | null;
}
