import type { GateReport, LedgerLine, RunReport, Scan } from '@baylink/contracts';

/**
 * Everything that the bay screen shows, made anew at every change. The page renders it and decides nothing.
 * Strings that came from a unit or an expert are plain text: the page never interprets them.
 */
export interface BayState {
  readonly shop: { readonly name: string; readonly thumbprint: string };
  readonly broker: {
    readonly url: string;
    readonly state: 'not-paired' | 'connecting' | 'online' | 'offline';
    readonly sentence: string;
  };
  readonly pairing: PairingView;
  readonly link: {
    readonly kind: string;
    readonly state: 'opening' | 'open' | 'lost';
    readonly sentence: string;
    /** What the adapter can and cannot do, a sentence each; none for a link that limits nothing. */
    readonly abilities: readonly string[];
  };
  readonly vehicle: { readonly profile: string; readonly make: string; readonly vin: string | null };
  readonly voltage: VoltageView;
  readonly case: { readonly id: string; readonly complaint: string } | null;
  readonly visit: VisitBanner | null;
  /** Allowed by the technician for this visit: requests that move something in the car. */
  readonly activeTests: boolean;
  readonly scan: Scan | null;
  readonly agreements: readonly AgreementView[];
  /** Every job of this start, the open one first. */
  readonly runs: readonly RunView[];
  readonly alarms: readonly { readonly at: string; readonly sentence: string }[];
  readonly ledger: readonly LedgerLine[];
}

export type PairingView =
  | { readonly state: 'none' }
  /** The code to read out to the expert's organisation; the shop's own thumbprint is beside it on both screens. */
  | { readonly state: 'waiting'; readonly userCode: string; readonly expiresAt: string }
  /** The broker named an organisation: its root counts only after the technician has compared the fingerprint. */
  | { readonly state: 'confirm'; readonly organisation: string; readonly fingerprint: string }
  | { readonly state: 'paired'; readonly organisation: string; readonly fingerprint: string }
  | { readonly state: 'failed'; readonly sentence: string };

export interface VoltageView {
  /** Null: no live reading, and `sentence` says why. */
  readonly millivolts: number | null;
  readonly source: string;
  readonly sentence: string;
  readonly band: { readonly low: number; readonly high: number };
}

export interface VisitBanner {
  readonly id: string;
  readonly expert: string;
  readonly organisation: string;
  readonly effects: readonly string[];
  readonly online: boolean;
}

export interface AgreementView {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly title: string;
  readonly text: string;
  readonly signedBy: string | null;
}

/** A job and the plan as the shop reads it from the signed bytes. */
export interface RunView {
  readonly report: RunReport;
  readonly plan: PlanView;
  /** What the technician is asked for now. */
  readonly wanted: 'nothing' | 'hold-to-agree' | 'confirm-result';
  readonly gates: readonly GateReport[];
}

export interface PlanView {
  readonly digest: string;
  readonly expert: string;
  readonly title: string;
  /** What will be done, one sentence a line, in the order of the steps. */
  readonly steps: readonly string[];
  /** Label and value pairs: VIN, unit, part number, hardware, software, file, digest, ranges. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/**
 * The loopback HTTP interface, JSON both ways. Every call carries the header `x-baylink-bay` with the token from the link's
 * fragment; errors are `{ sentence }` with status 4xx.
 *
 * GET  /api/state                              → BayState
 * GET  /api/stream                             → newline-separated BayState, one at every change
 * POST /api/pairing/start                      → BayState
 * POST /api/pairing/confirm { fingerprint }    → BayState; pins the organisation's root
 * POST /api/cases { vehicle, complaint }       → { id }
 * POST /api/cases/close                        → BayState
 * POST /api/active-tests { allowed }           → BayState
 * POST /api/agreements { id, version, sha256, name } → BayState; signs one agreement
 * POST /api/hold/start { job, planDigest }     → { hold }
 * POST /api/hold/beat  { hold }                → { heldMs }; at least every 500 ms while the button is down
 * POST /api/hold/end   { hold }                → { heldMs }; agreed when held for 3000 ms without a gap
 * POST /api/confirm { job }                    → BayState; the technician confirms the result
 * POST /api/stop { job }                       → { sentence }
 */
export const BAY_TOKEN_HEADER = 'x-baylink-bay';
export const HOLD_MS = 3000;
export const HOLD_GAP_MS = 600;
