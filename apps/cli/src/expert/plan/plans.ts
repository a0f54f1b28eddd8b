import { type CodingPlan, digestHex, type ProgrammingPlan } from '@baylink/contracts';
import type { FirmwareOptions } from './firmware-file.js';
import type { PlanHead } from './plan-head.js';
import type { PublishedFile } from './published-file.js';

/** VIN, part number, hardware, software number, serial number: kept before, compared after. (ISO 14229-1 C.1) */
const SNAPSHOT = [0xf190, 0xf187, 0xf191, 0xf188, 0xf18c];

export const codingPlanOf = (head: PlanHead, writes: CodingPlan['writes']): CodingPlan => ({
  ...head,
  kind: 'coding',
  recovery: { method: 'write-old-values' },
  writes,
});

/** The maker's file of the software that is there now. */
export interface OriginalFile {
  readonly file: PublishedFile;
  readonly at?: number;
}

interface ProgrammingOptions extends FirmwareOptions {
  readonly expectSoftware?: string;
  readonly original?: OriginalFile | undefined;
}

export const programmingPlanOf = (
  head: PlanHead,
  file: PublishedFile,
  { at, session, block, expectSoftware, original }: ProgrammingOptions,
): ProgrammingPlan => ({
  ...head,
  kind: 'programming',
  recovery: { method: 'restore-backup' },
  file: {
    ...named(file, at),
    ...(session === undefined ? {} : { session }),
    ...(block === undefined || block.length === 0 ? {} : { blocks: [...block] }),
  },
  ...(original === undefined ? {} : { original: named(original.file, original.at) }),
  snapshot: SNAPSHOT,
  ...(expectSoftware === undefined ? {} : { expectSoftware }),
});

const named = ({ name, bytes, signature }: PublishedFile, at: number | undefined): ProgrammingPlan['file'] => ({
  name,
  sha256: digestHex(bytes),
  size: bytes.length,
  ...(at === undefined ? {} : { address: at }),
  ...(signature === undefined ? {} : { signature }),
});
