import type { FileCheck, FirmwareFormat, FirmwareReading } from '@baylink/protocols/firmware';
import type { ReadingQuestion } from './reading-question.js';

/** What the browser found out about a firmware file. Plain data: it crosses from the worker to the page. */
export interface FirmwareReport {
  readonly format: FirmwareFormat;
  /** Text of an S0 record. */
  readonly title: string | null;
  readonly records: number;
  readonly segments: readonly FirmwareSegmentReport[];
  /** Data bytes, gaps not counted. */
  readonly dataBytes: number;
  /** Over all segments in ascending order, eight upper-case hex digits. */
  readonly crc32: string;
  /** Of the file as it is on disk, lower-case hex: the file's name from here on. */
  readonly sha256: string;
  readonly fileBytes: number;
  /** From the image's own header, where it begins with one. */
  readonly header: ImageHeaderReport | null;
  /** The file's own checks, computed again here. */
  readonly checks: readonly FileCheck[];
  /** What the file says about itself, in the words of its format. */
  readonly labels: Readonly<Record<string, string>>;
  /** dataFormatIdentifier of its bytes; 0x00 is plain. */
  readonly dataFormat: number;
}

export interface FirmwareSegmentReport {
  readonly address: number;
  readonly size: number;
  readonly crc32: string;
}

export interface ImageHeaderReport {
  readonly softwareId: string;
  readonly hardwareId: string;
  readonly version: string;
}

export type FirmwareAnswer =
  | { readonly ok: true; readonly report: FirmwareReport }
  | { readonly ok: false; readonly sentence: string; readonly question: ReadingQuestion };

/** What the worker is asked. */
export interface FirmwareToRead {
  readonly file: ArrayBuffer;
  readonly reading: FirmwareReading;
}
