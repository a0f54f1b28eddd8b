import type { Refusal, RunReport, Scan, ShopBody, UnitFinding } from '@baylink/contracts';
import { unreachable } from '@baylink/kernel';
import type { Connection, VisitEvent } from '../session/visit-line.js';
import { contradiction, remember, type SeenHashes } from './ledger/contradiction.js';
import { type RequestLog, type RequestRecord, recordRequest } from './scan/request-log.js';
import { addSample, type Sample } from './voltage/samples.js';

export type Welcome = Extract<ShopBody, { kind: 'welcome' }>;
export type LedgerView = Extract<ShopBody, { kind: 'ledger' }>;
export type VoltageReading = Extract<ShopBody, { kind: 'voltage' }>;

export type ScanState =
  | { readonly state: 'none' }
  | {
      readonly state: 'running';
      readonly done: number;
      readonly total: number;
      readonly sentence: string;
      readonly found: readonly UnitFinding[];
    }
  | { readonly state: 'done'; readonly scan: Scan }
  | { readonly state: 'refused'; readonly refusal: Refusal };

/** What this console signed, beside what the shop says about it. */
export interface Run {
  readonly report: RunReport;
  /** Phrase and digest as computed here; undefined for a run that another console, or this one before a reload, offered. */
  readonly own: { readonly phrase: string; readonly digest: string } | undefined;
}

/** Everything the console knows about one visit. Only `visitStep` makes a new one. */
export interface VisitModel {
  readonly connection: Connection;
  /** The newest message that was not the shop's, or not for here and now; it was dropped. */
  readonly foreign: { readonly rule: string; readonly sentence: string } | undefined;
  readonly welcome: Welcome | undefined;
  readonly scan: ScanState;
  readonly voltage: { readonly last: VoltageReading | undefined; readonly samples: readonly Sample[] };
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly ledger: LedgerView | undefined;
  readonly seenHashes: SeenHashes;
  /** Once contradicted, the ledger stays so: a later, tidier view does not heal it. */
  readonly ledgerFault: string | undefined;
  readonly requests: RequestLog;
}

export type VisitInput =
  | VisitEvent
  | { readonly kind: 'scan-asked' }
  | { readonly kind: 'scan-done'; readonly scan: Scan }
  | { readonly kind: 'scan-refused'; readonly refusal: Refusal }
  | { readonly kind: 'request'; readonly record: RequestRecord }
  | { readonly kind: 'offered'; readonly run: RunReport; readonly phrase: string; readonly digest: string };

export const newVisit: VisitModel = {
  connection: { state: 'connecting', sentence: 'Connecting to the broker.' },
  foreign: undefined,
  welcome: undefined,
  scan: { state: 'none' },
  voltage: { last: undefined, samples: [] },
  runs: [],
  ledger: undefined,
  seenHashes: new Map(),
  ledgerFault: undefined,
  requests: [],
};

export function visitStep(model: VisitModel, input: VisitInput): VisitModel {
  switch (input.kind) {
    case 'connection':
      return { ...model, connection: input.connection };
    case 'said':
      return said(model, input.body);
    case 'refused':
      return { ...model, foreign: { rule: input.rule, sentence: input.sentence } };
    case 'scan-asked':
      return {
        ...model,
        scan: {
          state: 'running',
          done: 0,
          total: 0,
          sentence: 'The shop has been asked to scan every unit.',
          found: [],
        },
      };
    case 'scan-done':
      return { ...model, scan: { state: 'done', scan: input.scan } };
    case 'scan-refused':
      return { ...model, scan: { state: 'refused', refusal: input.refusal } };
    case 'request':
      return { ...model, requests: recordRequest(model.requests, input.record) };
    case 'offered': {
      const { phrase, digest } = input;
      const newer = model.runs.find((run) => run.report.job === input.run.job)?.report;
      return { ...model, runs: withReport(model.runs, newer ?? input.run, { phrase, digest }) };
    }
    default:
      return unreachable(input);
  }
}

function said(model: VisitModel, body: ShopBody): VisitModel {
  switch (body.kind) {
    case 'welcome':
      return { ...model, welcome: body, runs: body.runs.reduceRight((runs, run) => withReport(runs, run), model.runs) };
    case 'voltage':
      return { ...model, voltage: { last: body, samples: addSample(model.voltage.samples, body) } };
    case 'scan-progress': {
      if (model.scan.state !== 'running') return model;
      const { done, total, sentence, unit } = body;
      const found = unit === undefined ? model.scan.found : [...model.scan.found, unit];
      return { ...model, scan: { state: 'running', done, total, sentence, found } };
    }
    case 'run':
      return { ...model, runs: withReport(model.runs, body.run) };
    case 'ledger':
      return {
        ...model,
        ledger: body,
        seenHashes: remember(model.seenHashes, body.tail),
        ledgerFault: model.ledgerFault ?? contradiction(model.seenHashes, body.tail),
      };
    case 'closed':
      return { ...model, connection: { state: 'closed', sentence: body.sentence } };
    case 'answer':
    case 'refused':
      return model;
    default:
      return unreachable(body);
  }
}

function withReport(runs: readonly Run[], report: RunReport, own?: Run['own']): readonly Run[] {
  const known = runs.find((run) => run.report.job === report.job);
  if (known === undefined) return [{ report, own }, ...runs];
  return runs.map((run) => (run === known ? { report, own: own ?? run.own } : run));
}
