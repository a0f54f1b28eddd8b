import { equalBytes, fromHex } from '@baylink/kernel';
import { z } from 'zod';
import { type Claim, isFinal, ofTarget, show } from '../claim.js';
import type { Evidence } from '../evidence.js';

/** As much of a stored backup as the oracle looks at. */
const document = z.object({
  unit: z.number(),
  serial: z.string(),
  snapshot: z.array(z.object({ did: z.number(), value: z.string() })),
  segments: z.array(z.object({ address: z.number(), base64: z.string() })),
});
type Document = z.infer<typeof document>;

const NOTHING = new Uint8Array();

function documentsIn(stored: readonly Uint8Array[]): readonly Document[] {
  return stored.flatMap((bytes) => {
    try {
      const read = document.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
      return read.success ? [read.data] : [];
    } catch {
      return [];
    }
  });
}

/** What of a document is not as the unit was; empty for one that brings it back. */
function faultsOf({ unit, serial, snapshot, segments }: Document, evidence: Evidence): readonly string[] {
  const { plan, image, before } = evidence;
  const faults = unit === plan.target.unit && serial === plan.target.serial ? [] : [`it is of serial ${serial}`];
  const wanted = plan.kind === 'coding' ? plan.writes.map(({ did }) => did) : plan.snapshot;
  for (const did of wanted) {
    const value = snapshot.find((one) => one.did === did)?.value;
    const kept = value === undefined ? undefined : fromHex(value);
    if (kept === undefined || !equalBytes(kept, before.coding.get(did) ?? NOTHING))
      faults.push(`its value of DID ${did.toString(16)} is not the unit's`);
  }
  if (image === undefined) return faults;
  const base = image.address - image.offset;
  const missing = new Set(image.bytes.keys());
  for (const { address, base64 } of segments) {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    const from = address - base;
    if (!equalBytes(bytes, (before.flash ?? NOTHING).subarray(from, from + bytes.length)))
      faults.push(`its bytes at ${address.toString(16)} are not the unit's`);
    for (const offset of bytes.keys()) missing.delete(address - image.address + offset);
  }
  return missing.size === 0 ? faults : [...faults, `${missing.size} bytes of what is erased are not in it`];
}

/** What would bring the unit back, held against the unit itself. */
export const BACKUP_CLAIMS: readonly Claim[] = [
  {
    id: 'I3 before anything is written, a copy of the unit as it was has reached the second medium: memory and values',
    find: (evidence) => {
      const first = ofTarget(evidence).find(({ bytes }) => isFinal(bytes));
      if (first === undefined) return [];
      const found = documentsIn(evidence.stored).map((one) => faultsOf(one, evidence));
      if (found.some((faults) => faults.length === 0)) return [];
      return [`${show(first)}: ${found.at(-1)?.join(', ') ?? 'there is no copy at all'}`];
    },
  },
];
