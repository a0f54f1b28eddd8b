import type { Nrc } from '../uds/codec/nrc.table.js';

/** A positive response of SAE J1979, one message of it: on K-Line a list may take several. */
export type ObdResponse =
  | { readonly mode: 0x01; readonly values: readonly PidBytes[] }
  | { readonly mode: 0x02; readonly values: readonly FrameBytes[] }
  /** Two bytes each, as in SAE J2012. */
  | { readonly mode: 0x03 | 0x07 | 0x0a; readonly dtcs: readonly number[] }
  | { readonly mode: 0x04 }
  | { readonly mode: 0x05; readonly tid: number; readonly sensor: number; readonly data: Uint8Array }
  | { readonly mode: 0x06; readonly content: MonitorContent }
  | { readonly mode: 0x08; readonly content: ControlContent }
  | { readonly mode: 0x09; readonly content: InformationContent };

export interface PidBytes {
  readonly pid: number;
  readonly data: Uint8Array;
}

export interface FrameBytes extends PidBytes {
  readonly frame: number;
}

export type MonitorContent =
  | { readonly kind: 'supported'; readonly bitmaps: readonly Bitmap[] }
  | { readonly kind: 'results'; readonly results: readonly MonitorResult[] }
  /** Without CAN: bit 7 of `component` tells that `limit` is a minimum. */
  | {
      readonly kind: 'k-line';
      readonly tid: number;
      readonly component: number;
      readonly value: number;
      readonly limit: number;
    };

export interface Bitmap {
  readonly id: number;
  readonly bits: Uint8Array;
}

/** One test of one monitor on CAN. Values are raw, in the unit and scaling that `scaling` names. */
export interface MonitorResult {
  readonly mid: number;
  readonly tid: number;
  readonly scaling: number;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
}

export type ControlContent =
  | { readonly kind: 'supported'; readonly bitmaps: readonly Bitmap[] }
  | { readonly kind: 'done'; readonly tid: number; readonly data: Uint8Array };

export type InformationContent =
  | { readonly kind: 'supported'; readonly bitmaps: readonly Bitmap[] }
  /** On CAN: all items in one message; `count` is the number of data items. */
  | { readonly kind: 'items'; readonly infotype: number; readonly count: number; readonly data: Uint8Array }
  /** On K-Line: how many messages the infotype after this one takes. */
  | { readonly kind: 'message count'; readonly infotype: number; readonly count: number }
  /** On K-Line: message `index` from 1, four bytes; the first of a VIN begins with three bytes 0x00. */
  | { readonly kind: 'part'; readonly infotype: number; readonly index: number; readonly data: Uint8Array };

export interface ObdRefusal {
  readonly mode: number;
  readonly nrc: Nrc;
}
