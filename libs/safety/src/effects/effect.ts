/** What a request does to the car. Ordered from harmless to worst; the same words travel between shop and expert. */
export const EFFECTS = ['observe', 'actuate', 'code', 'program', 'secure'] as const;
export type Effect = (typeof EFFECTS)[number];

/** Physical: one unit by its logical address. Functional: every unit on the bus hears it. */
export type Addressee = { readonly to: 'unit'; readonly unit: number } | { readonly to: 'functional' };

/** What the final bytes are, and the row of the table that said so. */
export interface Classification {
  readonly effect: Effect;
  /** Reading memory has the effect `program` and is judged by rules of its own: a protected unit may brick on it. */
  readonly demand: Effect | 'memory-read';
  readonly rule: string;
  /** For people: "WriteDataByIdentifier 0x0100, a listed coding DID". */
  readonly what: string;
}
