import type { ExpertVisit } from '@baylink/transport-tunnel/expert';

export type { Connection, OfferedPlan, StagedFile, VisitEvent } from '@baylink/transport-tunnel/expert';

/** What the pages use of one expert's signed, resumable stream to one shop within a visit. */
export type VisitLine = Pick<
  ExpertVisit,
  'listen' | 'scan' | 'request' | 'stage' | 'offerPlan' | 'stop' | 'sendPhrase' | 'close' | 'leave'
>;
