import type { AnswerResult, ExpertBody, Plan, Refusal, RunReport, ShopBody } from '@baylink/contracts';
import type { Result } from '@baylink/kernel';

type WithoutId<T> = T extends { readonly id: string } ? Omit<T, 'id'> : never;
/** What a page may ask; the line adds the id and signs. Hello, files and plans have ways of their own. */
export type Question = WithoutId<Extract<ExpertBody, { kind: 'scan' | 'request' | 'stop' | 'phrase' | 'close' }>>;

/** The way to the shop, as people need to know it. */
export type Connection =
  | { readonly state: 'connecting'; readonly sentence: string }
  /** `resumed` counts how often this very stream was taken up again without losing anything. */
  | { readonly state: 'live'; readonly resumed: number }
  | { readonly state: 'reconnecting'; readonly sentence: string }
  /** The broker is there, the shop's tunnel is not. A job at the shop goes on meanwhile. */
  | { readonly state: 'shop-away'; readonly sentence: string }
  | { readonly state: 'closed'; readonly sentence: string };

export type LineEvent =
  | { readonly kind: 'said'; readonly body: ShopBody }
  | { readonly kind: 'connection'; readonly connection: Connection };

export interface FileToSend {
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** One expert's signed, resumable stream to one shop within a visit. */
export interface VisitLine {
  /** Settles once: with the shop's answer, or with its reason for saying no. */
  ask(question: Question): Promise<Result<AnswerResult, Refusal>>;
  /** Sends what the shop does not hold yet; `progress` in bytes. */
  sendFile(file: FileToSend, progress: (sent: number) => void): Promise<Result<void, Refusal>>;
  /** Signs and offers a plan. `digest` is the SHA-256 of the payload as signed here, known before the shop answers. */
  offer(plan: Plan): Promise<Result<OfferedPlan, Refusal>>;
  /** Past state first (welcome, connection), then what comes. The answer ends it. */
  listen(listener: (event: LineEvent) => void): () => void;
  close(): void;
}

export interface OfferedPlan {
  readonly run: RunReport;
  /** Derived here from the bytes that were signed, to be compared aloud with the bay screen. */
  readonly phrase: string;
  readonly digest: string;
}
