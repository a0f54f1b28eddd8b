import { type ByteCount, byteCount } from '@baylink/kernel';

/** What a firmware file says: which bytes go where. The same image may be written in any format. */
export interface FirmwareImage {
  readonly format: FirmwareFormat;
  /** In ascending address order, never empty, never touching or overlapping one another. */
  readonly segments: readonly FirmwareSegment[];
  /** Text of the S0 record, unprintable bytes shown as dots. Intel HEX has no header. */
  readonly header?: string;
  /** Linear start address, where the file gives one; control units that are flashed by UDS ignore it. */
  readonly entry?: number;
  /** Records, blocks or segments read, whatever their type. */
  readonly records: number;
  /** Checks that the file carries and that were computed again here; all of them hold, or the file was refused. */
  readonly checks: readonly FileCheck[];
  /**
   * dataFormatIdentifier of RequestDownload (ISO 14229-1 15.2) that the bytes are meant for. Absent: the file does not
   * say, and the bytes are plain. Not 0x00: compressed or encrypted bytes, which stay opaque here.
   */
  readonly dataFormat?: number;
  /** Ranges that the file wants erased before it is written; absent where the format cannot say. */
  readonly erase?: readonly MemoryRange[];
  /** What the file says about its purpose, in the words of its format; shown to people, decided by nobody. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A check that a file brings along for itself. */
export interface FileCheck {
  /** "CRC-16/CCITT-FALSE of block 1". */
  readonly name: string;
  /** `opaque`: it covers bytes that only the unit can unpack, so only the unit can check it. */
  readonly result: 'holds' | 'opaque';
}

export type FirmwareFormat = 'intel-hex' | 's-record' | 'vbf' | 'odx-f' | 'raw';

/** `bytes` starts at `address` of the unit's 32-bit address space. Owned by the image; nobody changes it. */
export interface FirmwareSegment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Start and length of a part of the unit's memory, bytes. */
export interface MemoryRange {
  readonly address: number;
  readonly size: number;
}

export type FirmwareErrorKind =
  | 'empty'
  | 'format'
  | 'too-large'
  | 'syntax'
  | 'length'
  | 'checksum'
  | 'record-type'
  | 'address'
  | 'overlap'
  | 'count'
  | 'order'
  | 'truncated'
  | 'container'
  | 'choice';

/** Why a file was refused. The message is one sentence for a technician: place, value, limit, next step. */
export interface FirmwareError {
  readonly kind: FirmwareErrorKind;
  /** First line of the file is 1; absent when the fault is not of one line. */
  readonly line?: number;
  readonly message: string;
  /** Kind `choice`: what may be named, at most 64 of them, in the order of the file. */
  readonly choices?: readonly string[];
}

/** What a hostile file may cost. All three are checked before the memory they stand for is allocated. */
export interface FirmwareLimits {
  /** The text of the file. */
  readonly fileBytes: ByteCount;
  /** Data bytes that it describes. */
  readonly imageBytes: ByteCount;
  /** Runs of consecutive addresses in file order, before neighbours are merged. */
  readonly segments: number;
}

export const FIRMWARE_LIMITS: FirmwareLimits = {
  fileBytes: byteCount(64 * 1024 * 1024),
  imageBytes: byteCount(24 * 1024 * 1024),
  segments: 65_536,
};

/** All formats end at 32-bit addresses. */
export const ADDRESS_SPACE = 2 ** 32;

/** Data bytes of the whole image, gaps not counted. */
export const imageBytes = (image: Pick<FirmwareImage, 'segments'>): ByteCount =>
  byteCount(image.segments.reduce((sum, { bytes }) => sum + bytes.length, 0));
