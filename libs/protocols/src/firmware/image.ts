import { type ByteCount, byteCount } from '@baylink/kernel';

/** What a firmware file says: which bytes go where. The same image may be written in either format. */
export interface FirmwareImage {
  readonly format: FirmwareFormat;
  /** In ascending address order, never empty, never touching or overlapping one another. */
  readonly segments: readonly FirmwareSegment[];
  /** Text of the S0 record, unprintable bytes shown as dots. Intel HEX has no header. */
  readonly header?: string;
  /** Linear start address, where the file gives one; control units that are flashed by UDS ignore it. */
  readonly entry?: number;
  /** Records read, whatever their type. */
  readonly records: number;
}

export type FirmwareFormat = 'intel-hex' | 's-record';

/** `bytes` starts at `address` of the unit's 32-bit address space. Owned by the image; nobody changes it. */
export interface FirmwareSegment {
  readonly address: number;
  readonly bytes: Uint8Array;
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
  | 'truncated';

/** Why a file was refused. The message is one sentence for a technician: place, value, limit, next step. */
export interface FirmwareError {
  readonly kind: FirmwareErrorKind;
  /** First line of the file is 1; absent when the fault is not of one line. */
  readonly line?: number;
  readonly message: string;
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

/** Both formats end at 32-bit addresses. */
export const ADDRESS_SPACE = 2 ** 32;

/** Data bytes of the whole image, gaps not counted. */
export const imageBytes = (image: Pick<FirmwareImage, 'segments'>): ByteCount =>
  byteCount(image.segments.reduce((sum, { bytes }) => sum + bytes.length, 0));
