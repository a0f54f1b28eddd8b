import { digestHex, generateKey, type Signer } from '@baylink/contracts';
import { millis, type Result, wallMillis } from '@baylink/kernel';
import { append, emptyLedger, type LedgerState } from './chain.js';
import { signCheckpoint, signWitness } from './checkpoint.js';
import { evidenceFile } from './evidence.js';
import type { LedgerRecord } from './record.js';

/* A shop's ledger of one visit, for tests. */

export const shop = (await generateKey(false)).signer;
export const broker = (await generateKey(false)).signer;
const id = (letter: string) => letter.repeat(22);
export const VISIT = id('V');
const PLAN = digestHex('plan');
export const FILE = { name: 'engine.hex', sha256: digestHex('file'), size: 4096, use: 'flash' };

export const unwrap = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

export const opening: LedgerRecord = {
  kind: 'open',
  data: {
    case: id('C'),
    shop: shop.jwk,
    shopName: 'Müller & Söhne',
    roots: [broker.jwk],
    certificate: 'certificate',
    expert: broker.thumbprint,
    vehicle: { make: 'vw', model: 'Golf', year: 2019, vin: null },
    software: 'baylink 0.1.0',
  },
};
export const closing: LedgerRecord = { kind: 'close', data: { why: 'the expert closed the visit' } };

export const story: readonly LedgerRecord[] = [
  opening,
  { kind: 'rules', data: { profile: { id: 'sample-car', version: 1, sha256: digestHex('profile') }, overlays: [] } },
  { kind: 'envelope-in', data: { from: broker.thumbprint, seq: 1, body: 'request', jws: digestHex('jws') } },
  { kind: 'wire', data: { direction: 'tx', link: 'slcan', unit: 0x1001, bytes: '22f190', nanos: '12' } },
  { kind: 'voltage', data: { millivolts: 13_400, source: 'meter', sentence: '13.40 V' } },
  { kind: 'voltage', data: { millivolts: 13_900, source: 'meter', sentence: '13.90 V' } },
  { kind: 'voltage', data: { millivolts: null, source: 'meter', sentence: 'silent' } },
  { kind: 'file', data: FILE },
  { kind: 'refusal', data: { question: '2e0600', rule: 'JDG-R1', sentence: 'no plan' } },
  {
    kind: 'acknowledgement',
    data: {
      job: id('J'),
      plan: PLAN,
      token: digestHex('token'),
      phrase: 'a b c',
      millivolts: 13_900,
      backupGrade: 'A',
    },
  },
  { kind: 'run', data: { job: id('J'), plan: PLAN, unit: 0x1001, from: 'ARMED', to: 'ENTRY', sentence: 'armed' } },
  { kind: 'run', data: { job: id('J'), plan: PLAN, unit: 0x1001, from: 'ENTRY', to: 'DONE', sentence: 'done' } },
  closing,
];

export interface Written {
  readonly lines: readonly string[];
  readonly states: readonly LedgerState[];
}

export function write(records: readonly LedgerRecord[], ledger = VISIT): Written {
  const states = [emptyLedger(ledger)];
  const lines: string[] = [];
  for (const [i, one] of records.entries()) {
    const last = states.at(-1) ?? emptyLedger(ledger);
    const { state, stored } = unwrap(append(last, one, wallMillis(1_800_000_000_000 + i), millis(i)));
    states.push(state);
    lines.push(stored.line);
  }
  return { lines, states };
}

export const stateAt = ({ states }: Written, size: number): LedgerState => states[size] ?? emptyLedger(VISIT);

export const checkpointAt = async (written: Written, size: number, by: Signer = shop): Promise<string> =>
  unwrap(await signCheckpoint(by, stateAt(written, size), 1_800_000_000));

/** An evidence file whose checkpoint covers the first `size` entries. */
export async function evidence(
  written: Written,
  size: number,
  lines: readonly string[] = written.lines,
): Promise<string> {
  const checkpoint = await checkpointAt(written, size);
  const witness = { jwk: broker.jwk, jws: unwrap(await signWitness(broker, VISIT, checkpoint, 1_800_000_000)) };
  return unwrap(evidenceFile({ checkpoint, witness }, lines));
}
