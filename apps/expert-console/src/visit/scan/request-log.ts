import type { Refusal, VehicleAnswer } from '@baylink/contracts';

export type RequestOutcome =
  | { readonly state: 'asked' }
  | { readonly state: 'answered'; readonly answers: readonly VehicleAnswer[] }
  | { readonly state: 'refused'; readonly refusal: Refusal };

/** One raw request and what came of it. `unit` undefined: sent to all units. */
export interface RequestRecord {
  readonly key: number;
  readonly unit: number | undefined;
  readonly bytes: string;
  readonly outcome: RequestOutcome;
}

/** Newest first, at most fifty. */
export type RequestLog = readonly RequestRecord[];

const KEPT = 50;

/** Puts a new record on top, or replaces the one with the same key. */
export function recordRequest(log: RequestLog, record: RequestRecord): RequestLog {
  return log.some((one) => one.key === record.key)
    ? log.map((one) => (one.key === record.key ? record : one))
    : [record, ...log].slice(0, KEPT);
}
