import type { ByteCount, Millis, Millivolts } from '@baylink/kernel';
import type { Effect } from '../effects/effect.js';
import type { Fact } from './fact.js';
import type { VoltageFacts } from './voltage.js';

/** What the shop measures and knows by itself. Its owner hands in the newest snapshot with every input of a job. */
export interface Surroundings {
  readonly voltage: VoltageFacts;
  readonly link: Fact<LinkRecord>;
  /** Stays known while nothing of the link's work is: blocks are cut by it after the first erase as well. */
  readonly ability: Fact<LinkAbility>;
  readonly workstation: Fact<Workstation>;
  readonly authority: Fact<Authority>;
  readonly agreements: Fact<readonly SignedAgreement[]>;
  readonly diagnosis: Fact<Diagnosis>;
  /** Keys that units have not accepted, as this shop has counted them. */
  readonly keys: Fact<readonly KeyAttempt[]>;
}

/** A seed that was given, and no key accepted since. Monotonic time of this start; an earlier one counts from its beginning. */
export interface KeyAttempt {
  readonly unit: number;
  readonly serial: string;
  readonly at: Millis;
}

/** What a job has found out about its unit. Only the job's own readings count, never what somebody sent. */
export interface Evidence {
  readonly identity: Fact<UnitIdentity>;
  readonly vehicle: Fact<readonly ConditionReading[]>;
  readonly backup: Fact<StoredBackup>;
  /** The copies as they were read back for the last agreement, and that they can be written. */
  readonly drill: Fact<RestoreDrill>;
  /** The plan and its recovery, as a twin of this unit lived through them. */
  readonly rehearsal: Fact<Rehearsal>;
  readonly image: Fact<ImageEvidence>;
  readonly acknowledgement: Fact<Acknowledgement>;
}

/** One immutable snapshot of everything a gate may look at. */
export type Facts = Surroundings & Evidence;

/** The last probes of the vehicle link, oldest first, and what went wrong during the same stretch. */
export interface LinkRecord {
  readonly probes: readonly LinkProbe[];
  readonly errors: number;
  readonly lostFlowControls: number;
}

/** What the link can carry, by its medium or by the self-test of the adapter under it. */
export interface LinkAbility {
  /** As it names itself, or the medium. */
  readonly adapter: string;
  /** To and from the car, whole. */
  readonly longestMessage: ByteCount;
  /**
   * `tested`: seen at the adapter itself; `claimed`: it says so, and nothing could be tried without asking a unit;
   * `direct`: nothing between this machine and the car makes or breaks a message.
   */
  readonly programming:
    | { readonly able: true; readonly proof: 'tested' | 'claimed' | 'direct' }
    | { readonly able: false; readonly why: string };
}

export interface LinkProbe {
  readonly at: Millis;
  /** From the request to the beginning of its answer; `undefined`: no answer came. */
  readonly took: Millis | undefined;
  /** The link's own limit for that request: P2 and the adapter's margin. */
  readonly bound: Millis;
}

export interface Workstation {
  readonly freeDiskBytes: number;
  readonly power: { readonly kind: 'mains' } | { readonly kind: 'battery'; readonly percent: number };
}

/** The expert's certificate, as verified at the shop against the roots that it pinned. */
export interface Authority extends Certified {
  /** A second expert who has signed one plan as well; null where nobody has. */
  readonly countersigner: (Certified & { readonly planDigest: string }) | null;
}

export interface Certified {
  /** Thumbprint of the key that signs. */
  readonly key: string;
  readonly expert: string;
  readonly organisation: string;
  readonly pinnedRoot: boolean;
  readonly effects: readonly Effect[];
  /** Lower case, or `*`. */
  readonly makes: readonly string[];
  /** Monotonic time at which the certificate ends, converted once from its date. */
  readonly validUntil: Millis;
  readonly revoked: boolean;
}

export interface SignedAgreement {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
}

/** The full scan of this vehicle in this case. */
export interface Diagnosis {
  readonly vin: string;
  readonly complete: boolean;
  readonly findings: readonly DiagnosisFinding[];
}

export interface DiagnosisFinding {
  readonly unit: number;
  /** Six hex digits, upper case. */
  readonly dtc: string;
  /** Status bits as reported. (ISO 14229-1 D.2) */
  readonly status: number;
}

/** As read from the unit itself. */
export interface UnitIdentity {
  readonly unit: number;
  readonly vin: string;
  readonly partNumber: string;
  readonly hardware: string;
  readonly software: string;
  readonly serial: string;
  /** Those of the unit's profile; absent where it lists none. */
  readonly marks?: Marks;
}

/** One reading of a condition of the profile, in the condition's own unit of measure after scaling. */
export interface ConditionReading {
  readonly condition: string;
  readonly value: number;
}

/** A: full memory, read twice and equal. B: coding snapshot and the maker's original file. C: coding snapshot alone. */
export type BackupGrade = 'A' | 'B' | 'C';

export interface StoredBackup {
  readonly grade: BackupGrade;
  readonly serial: string;
  readonly unit: number;
  /** SHA-256 of the whole backup, as `digestBackup` computes it. */
  readonly digest: string;
  /** Where it lies; each place was read back and its digest computed again. */
  readonly places: readonly BackupPlace[];
  /** What the grade rests on. */
  readonly proof: BackupProof;
  /** SHA-256 of the maker's original file, which lies beside each copy; null unless the grade is B. */
  readonly original: string | null;
}

/** Why a grade is what it is. Only what the unit itself has said or given counts. */
export type BackupProof =
  /** Everything that the plan may erase was read twice from the unit, and both readings are equal. */
  | { readonly kind: 'read' }
  /** The unit's own refusal to be read, request and response in hex. */
  | { readonly kind: 'refused'; readonly request: string; readonly response: string }
  /** Neither, and what is missing: a sentence without its full stop. */
  | { readonly kind: 'none'; readonly why: string };

/** The stored copies, read again right before arming: parsed, of this unit, inside its memory, cut into blocks. */
export interface RestoreDrill {
  readonly digest: string;
  readonly places: readonly BackupPlace[];
  /** Blocks that a restore would write. */
  readonly blocks: number;
}

/** One rehearsal on a twin that was made from a unit's identification, its backup and its profile. */
export interface Rehearsal {
  /** SHA-256 of all that the twin was made from. */
  readonly twin: string;
  readonly planDigest: string;
  /** Digest of the backup. */
  readonly backup: string;
  readonly scenes: readonly RehearsedScene[];
}

export interface RehearsedScene {
  /** "cut in the middle of the erase". */
  readonly scene: string;
  /** The twin ended as the scene asks, with a unit that starts and holds what it must. */
  readonly held: boolean;
  /** How it ended, and when it did not hold what was left of the unit. */
  readonly sentence: string;
}

export interface BackupPlace {
  /** Two places on one medium are one place: "shop-disk", "broker", "usb-stick". */
  readonly medium: string;
  readonly digest: string;
  /** What that medium knows the copy by, where it is not the digest: without it a copy that is there is not found. */
  readonly name?: string;
}

/** The image as it lies on the shop's disk, digested after it was read back. */
export interface ImageEvidence {
  readonly fileDigest: string;
  readonly fileSize: number;
  readonly segments: readonly { readonly address: number; readonly size: number }[];
  /** From the file's own header; null where it says nothing. */
  readonly hardware: string | null;
  readonly software: string | null;
  readonly publisher: FilePublisher;
  /** Address of the unit that the file says it is for; absent where the format cannot say. */
  readonly madeFor?: number;
  /** What the file holds where the profile wants it to be as in the unit, by the mark's name; hex. */
  readonly marks?: Marks;
}

/** Who signed the file itself: true, unknown twice over, or false. The last is never written, whatever profile and policy ask for. */
export type FilePublisher =
  | { readonly kind: 'verified'; readonly name: string }
  | { readonly kind: 'unsigned' }
  /** By a key that this shop does not trust for firmware of this make; `why` is a clause. */
  | { readonly kind: 'untrusted'; readonly why: string }
  | { readonly kind: 'wrong'; readonly why: string };

/** Values that stand in the unit and in its software alike, such as a power class; lower-case hex by name. */
export type Marks = Readonly<Record<string, string>>;

/** What the technician agreed to, as signed by the shop's key. Monotonic times; one boot, one use. */
export interface Acknowledgement {
  readonly job: string;
  readonly planDigest: string;
  readonly vin: string;
  readonly unit: number;
  readonly voltageSeen: Millivolts;
  readonly backupGrade: BackupGrade;
  readonly at: Millis;
  readonly expires: Millis;
  readonly bootId: string;
  /** Strictly growing over the life of the shop's key; written down before it is used. */
  readonly counter: number;
  /** How long the button was held. */
  readonly held: Millis;
  /** The phrase on the bay screen, and the one that the expert's screen reported. */
  readonly phrases: { readonly shop: string; readonly expert: string };
  /** SHA-256 of the signed token; the token itself stays out of journal and reports. */
  readonly signatureDigest: string;
}
