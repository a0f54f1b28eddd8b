import type { Stage } from './stage.js';

/**
 * `road`: what is meant to happen. `refusal`: nothing of write class may be on the wire. `survival`: something dies, and the
 * work is finished all the same.
 */
export type ChapterKind = 'road' | 'refusal' | 'survival';

export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly kind: ChapterKind;
  /** Rejects when something is not as it must be; otherwise one sentence about what came of it. */
  readonly play: (stage: Stage) => Promise<string>;
}
