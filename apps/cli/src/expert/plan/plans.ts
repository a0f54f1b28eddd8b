import { type CodingPlan, digestHex, type ProgrammingPlan } from '@baylink/contracts';
import type { StagedFile } from '@baylink/transport-tunnel/expert';
import type { FirmwareOptions } from './firmware-file.js';
import type { PlanHead } from './plan-head.js';

/** VIN, part number, hardware, software number, serial number: kept before, compared after. (ISO 14229-1 C.1) */
const SNAPSHOT = [0xf190, 0xf187, 0xf191, 0xf188, 0xf18c];

export const codingPlanOf = (head: PlanHead, writes: CodingPlan['writes']): CodingPlan => ({
  ...head,
  kind: 'coding',
  recovery: { method: 'write-old-values' },
  writes,
});

export const programmingPlanOf = (
  head: PlanHead,
  { name, bytes }: StagedFile,
  { at, session, block, expectSoftware }: FirmwareOptions & { readonly expectSoftware?: string },
): ProgrammingPlan => ({
  ...head,
  kind: 'programming',
  recovery: { method: 'restore-backup' },
  file: {
    name,
    sha256: digestHex(bytes),
    size: bytes.length,
    ...(at === undefined ? {} : { address: at }),
    ...(session === undefined ? {} : { session }),
    ...(block === undefined || block.length === 0 ? {} : { blocks: [...block] }),
  },
  snapshot: SNAPSHOT,
  ...(expectSoftware === undefined ? {} : { expectSoftware }),
});
