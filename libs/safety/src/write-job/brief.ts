import type { FilePublisher, Marks } from '../facts/facts.js';
import type { Plan } from '../plan/plan.js';
import type { VehicleProfile } from '../profile/profile.js';

/** What a job is, fixed when it is opened and never changed: all of it is in the journal's PLAN and STAGED records. */
export interface JobBrief {
  /** Verified: signature, certificate, nonce, dates. */
  readonly plan: Plan;
  /** SHA-256 of the signed bytes, lower-case hex. What the technician sees and agrees to is this. */
  readonly planDigest: string;
  /** Derived from the digest; what both people compare. */
  readonly phrase: string;
  /** Thumbprints of the keys that signed, the expert's first. */
  readonly signatures: readonly string[];
  /** The broker's fencing epoch at the time. */
  readonly epoch: number;
  /** Tightened by the shop's policy. */
  readonly profile: VehicleProfile;
  /** Of the running system; an acknowledgement of another boot is none. */
  readonly bootId: string;
  /** The highest acknowledgement counter that any journal of this shop holds. */
  readonly usedCounter: number;
  /** The plan's file, staged; null for coding. */
  readonly image: StagedImage | null;
  /** The maker's original file for exactly this hardware and software, for grade B; null where nobody has it. */
  readonly original: StagedImage | null;
}

/** A file that is complete on the shop's disk, read back from there, parsed and digested. */
export interface StagedImage {
  readonly fileDigest: string;
  readonly fileSize: number;
  readonly hardware: string | null;
  readonly software: string | null;
  readonly publisher: FilePublisher;
  readonly madeFor?: number;
  readonly marks?: Marks;
  /** In the order in which they are written; they do not overlap. */
  readonly segments: readonly StagedSegment[];
}

export interface StagedSegment {
  readonly address: number;
  readonly size: number;
  /** CRC-32 (ISO-HDLC) of the segment's bytes. */
  readonly crc32: number;
  /** SHA-256 of every `PAGE` bytes, the last page as long as the rest: what each block is compared with when it leaves. */
  readonly pages: readonly string[];
}

/** Bytes of a page of the hash list. Independent of the block length that a unit asks for, which may change. */
export const PAGE = 4096;
