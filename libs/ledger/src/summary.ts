import type { RandomId, Sha256Hex, Thumbprint } from '@baylink/contracts';
import { thumbprintOf } from '@baylink/contracts';
import type { LedgerEntry } from './entry.js';
import type { LedgerKind, RecordData } from './record.js';

/** One execution of a plan as the ledger tells it. */
export interface RunSummary {
  readonly job: RandomId;
  readonly plan: Sha256Hex;
  readonly unit: number;
  readonly states: readonly string[];
  readonly sentence: string;
}

/** Who, what, when, which file, what voltage, who agreed. Times in milliseconds since the epoch. */
export interface LedgerSummary {
  readonly ledger: RandomId;
  readonly case: RandomId;
  readonly shop: { readonly name: string; readonly thumbprint: Thumbprint };
  readonly expert: Thumbprint;
  readonly certificate: string;
  readonly vehicle: RecordData['open']['vehicle'];
  readonly openedAt: number;
  readonly lastAt: number;
  readonly counts: Readonly<Partial<Record<LedgerKind, number>>>;
  /** Profile and overlays by which the shop judged, in the order in which they came into force. */
  readonly rules: readonly RecordData['rules'][];
  readonly files: readonly RecordData['file'][];
  readonly runs: readonly RunSummary[];
  readonly acknowledgements: readonly RecordData['acknowledgement'][];
  readonly agreements: readonly RecordData['agreement'][];
  readonly refusals: readonly RecordData['refusal'][];
  readonly alarms: readonly string[];
  /** Lowest and highest voltage recorded; null without a reading. */
  readonly millivolts: { readonly lowest: number; readonly highest: number } | null;
}

/** Sums up entries in order; `undefined` when they do not begin with `open`. */
export function summarise(entries: readonly LedgerEntry[]): LedgerSummary | undefined {
  const first = entries[0];
  if (first?.kind !== 'open') return undefined;
  const { data } = first;
  const readings = dataOf(entries, 'voltage').flatMap((one) => (one.millivolts === null ? [] : [one.millivolts]));
  return {
    ledger: first.ledger,
    case: data.case,
    shop: { name: data.shopName, thumbprint: thumbprintOf(data.shop) },
    expert: data.expert,
    certificate: data.certificate,
    vehicle: data.vehicle,
    openedAt: first.at,
    lastAt: entries.at(-1)?.at ?? first.at,
    counts: count(entries),
    rules: dataOf(entries, 'rules'),
    files: dataOf(entries, 'file'),
    runs: runsOf(dataOf(entries, 'run')),
    acknowledgements: dataOf(entries, 'acknowledgement'),
    agreements: dataOf(entries, 'agreement'),
    refusals: dataOf(entries, 'refusal'),
    alarms: dataOf(entries, 'alarm').map((one) => one.sentence),
    millivolts: readings.length === 0 ? null : readings.reduce(widen, { lowest: Infinity, highest: -Infinity }),
  };
}

const widen = (band: { lowest: number; highest: number }, reading: number) => ({
  lowest: Math.min(band.lowest, reading),
  highest: Math.max(band.highest, reading),
});

const isKind = <K extends LedgerKind>(
  entry: LedgerEntry,
  kind: K,
): entry is LedgerEntry & { readonly kind: K; readonly data: RecordData[K] } => entry.kind === kind;

const dataOf = <K extends LedgerKind>(entries: readonly LedgerEntry[], kind: K): RecordData[K][] =>
  entries.flatMap((entry): RecordData[K][] => (isKind(entry, kind) ? [entry.data] : []));

function count(entries: readonly LedgerEntry[]): Partial<Record<LedgerKind, number>> {
  const counts: Partial<Record<LedgerKind, number>> = {};
  for (const { kind } of entries) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function runsOf(changes: readonly RecordData['run'][]): RunSummary[] {
  const runs = new Map<RandomId, RunSummary>();
  for (const { job, plan, unit, from, to, sentence } of changes) {
    const states = runs.get(job)?.states ?? [from];
    runs.set(job, { job, plan, unit, states: [...states, to], sentence });
  }
  return [...runs.values()];
}
