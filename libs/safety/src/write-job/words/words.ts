import type { ProgrammingProfile } from '../../profile/unit-profile.js';

/** Part of a unit's memory: first address, and bytes. */
export interface MemoryRange {
  readonly address: number;
  readonly size: number;
}

type Widths = Pick<ProgrammingProfile, 'addressBytes' | 'sizeBytes'>;
type Download = Widths & Pick<ProgrammingProfile, 'dataFormat'>;

/** What a job asks of a unit, and how it understands the answers, in one standard. Nothing else of a job depends on it. */
export interface JobWords {
  /** `reading`: in which the unit lets its memory be read. */
  readonly session: { readonly [session in 'default' | 'reading' | 'extended' | 'programming']: Uint8Array };
  readonly dtcSetting: { readonly on: Uint8Array; readonly off: Uint8Array };
  /** `type`: communicationType, where the standard has one. */
  readonly communication: (control: 'enable' | 'disable', type: number) => Uint8Array;

  readonly readValue: (did: number) => Uint8Array;
  /** Which value tells the session, where the standard has one. */
  readonly activeSession: number | undefined;
  /** Of the answer to it; empty when that is too short. */
  readonly value: (response: Uint8Array) => Uint8Array;
  readonly writeValue: (did: number, value: Uint8Array) => Uint8Array;

  readonly readDtcs: Uint8Array;
  /** In hex, as the standard writes them. */
  readonly dtcs: (response: Uint8Array) => readonly string[];

  readonly startRoutine: (rid: number, option?: Uint8Array) => Uint8Array;
  /** First byte of the status. */
  readonly routineStatus: (response: Uint8Array) => number | undefined;
  /** A range as it stands among the parameters of a routine. */
  readonly range: (widths: Widths, range: MemoryRange) => Uint8Array;
  readonly readMemory: (widths: Widths, range: MemoryRange) => Uint8Array;

  readonly requestDownload: (programming: Download, range: MemoryRange) => Uint8Array;
  readonly requestUpload: (programming: Download, range: MemoryRange) => Uint8Array;
  /** The longest message with a block that the unit takes or gives. */
  readonly blockMessage: (response: Uint8Array) => number | undefined;
  /** Bytes of such a message that are no data. */
  readonly blockHead: number;
  readonly transferData: (counter: number, data?: Uint8Array) => Uint8Array;
  /** False: the unit has taken another block than this one. */
  readonly acknowledges: (response: Uint8Array, counter: number) => boolean;
  /** Data of an upload's block. */
  readonly blockData: (response: Uint8Array) => Uint8Array;
  /** How often a block whose answer is lost is sent, in all: more than once only where the unit can tell it from the next. */
  readonly blockTries: number;

  readonly nrcName: (nrc: number) => string;
  /** Refusals that say that the unit has no such thing, or not here. */
  readonly notSupported: ReadonlySet<number>;
}
