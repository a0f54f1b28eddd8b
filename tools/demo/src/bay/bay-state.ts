/** What the technician's screen shows, as far as the demonstration reads it. */
export interface BayState {
  readonly shop: { readonly name: string; readonly thumbprint: string };
  readonly broker: { readonly state: string; readonly sentence: string };
  readonly pairing: {
    readonly state: string;
    readonly userCode?: string;
    readonly organisation?: string;
    readonly fingerprint?: string;
    readonly sentence?: string;
  };
  readonly link: { readonly kind: string; readonly state: string; readonly sentence: string };
  readonly voltage: { readonly millivolts: number | null; readonly sentence: string };
  readonly case: { readonly id: string } | null;
  readonly visit: { readonly id: string; readonly expert: string } | null;
  readonly agreements: readonly {
    readonly id: string;
    readonly version: string;
    readonly sha256: string;
    readonly title: string;
    readonly signedBy: string | null;
  }[];
  readonly runs: readonly RunView[];
  readonly alarms: readonly { readonly sentence: string }[];
  readonly ledger: readonly { readonly index: number; readonly kind: string; readonly text: string }[];
}

export interface RunView {
  readonly report: RunReport;
  readonly wanted: 'nothing' | 'hold-to-agree' | 'confirm-result';
}

export interface RunReport {
  readonly job: string;
  readonly planDigest: string;
  readonly state: string;
  readonly phrase: string;
  readonly sentence: string;
  readonly progress: { readonly activity: string; readonly done: number; readonly total: number } | null;
  readonly gates: readonly {
    readonly gate: string;
    readonly holds: boolean;
    readonly rule: string;
    readonly sentence: string;
  }[];
  readonly softwareBefore: string | null;
  readonly softwareAfter: string | null;
  readonly backup: {
    readonly grade: string;
    readonly media: readonly string[];
    readonly refusal: { readonly request: string; readonly response: string } | null;
    readonly sentence: string;
  } | null;
  readonly rehearsal: {
    readonly scenes: readonly { readonly scene: string; readonly held: boolean; readonly sentence: string }[];
    readonly sentence: string;
  } | null;
}
