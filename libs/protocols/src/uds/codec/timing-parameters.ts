import { concat, err, ok, uintBytes, unreachable } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf, wordAt } from './codec.js';
import { NRC } from './nrc.table.js';
import { P2_STAR_STEP } from './session-control.js';

/** timingParameterAccessType; the service is gone since ISO 14229-1:2020, units still have it. */
export const TIMING_ACCESS = {
  readExtendedTimingParameterSet: 0x01,
  setTimingParametersToDefaultValues: 0x02,
  readCurrentlyActiveTimingParameters: 0x03,
  setTimingParametersToGivenValues: 0x04,
} as const;

/** TimingParameterRecord; the data link gives it its layout, and its length tells which. Times in ms. */
export type TimingRecord =
  | { readonly layout: 'none' }
  /** As in the answer of DiagnosticSessionControl. */
  | { readonly layout: 'server'; readonly p2: number; readonly p2Star: number }
  /** ISO 14230-2 5.4.1, each value in the steps of its own. */
  | {
      readonly layout: 'K-Line';
      readonly p2Min: number;
      readonly p2Max: number;
      readonly p3Min: number;
      readonly p3Max: number;
      readonly p4Min: number;
    }
  | { readonly layout: 'unknown'; readonly data: Uint8Array };

export interface TimingRequest {
  readonly service: 'AccessTimingParameter';
  readonly access: number;
  /** Only with setTimingParametersToGivenValues. */
  readonly timing: TimingRecord;
  readonly suppress: boolean;
}

export interface TimingResponse {
  readonly service: 'AccessTimingParameter';
  readonly access: number;
  readonly timing: TimingRecord;
}

const HALF = 0.5;
const P2_MAX_STEP = 25;
const P3_MAX_STEP = 250;

export function decodeTimingRecord(bytes: Uint8Array): TimingRecord {
  switch (bytes.length) {
    case 0:
      return { layout: 'none' };
    case 4:
      return { layout: 'server', p2: wordAt(bytes, 0), p2Star: wordAt(bytes, 2) * P2_STAR_STEP };
    case 5:
      return {
        layout: 'K-Line',
        p2Min: byteAt(bytes, 0) * HALF,
        p2Max: byteAt(bytes, 1) * P2_MAX_STEP,
        p3Min: byteAt(bytes, 2) * HALF,
        p3Max: byteAt(bytes, 3) * P3_MAX_STEP,
        p4Min: byteAt(bytes, 4) * HALF,
      };
    default:
      return { layout: 'unknown', data: bytes };
  }
}

/** Also what a server's owner answers with. */
export function encodeTimingRecord(record: TimingRecord): Uint8Array {
  switch (record.layout) {
    case 'none':
      return new Uint8Array();
    case 'server':
      return concat(uintBytes(record.p2, 2), uintBytes(Math.floor(record.p2Star / P2_STAR_STEP), 2));
    case 'K-Line':
      return Uint8Array.of(
        record.p2Min / HALF,
        record.p2Max / P2_MAX_STEP,
        record.p3Min / HALF,
        record.p3Max / P3_MAX_STEP,
        record.p4Min / HALF,
      );
    case 'unknown':
      return record.data;
    default:
      return unreachable(record);
  }
}

export const accessTimingParameter: ServiceCodec<'AccessTimingParameter'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const access = subFunctionOf(bytes);
    const timing = decodeTimingRecord(bytes.subarray(2));
    if (access < 0x01 || access > 0x04) return err(NRC.subFunctionNotSupported);
    if ((access === TIMING_ACCESS.setTimingParametersToGivenValues) !== (timing.layout !== 'none')) {
      return err(NRC.incorrectMessageLengthOrInvalidFormat);
    }
    return ok({ service: 'AccessTimingParameter', access, timing, suppress: suppressOf(bytes) });
  },
  encodeRequest: ({ access, timing, suppress }) =>
    concat(subHead('AccessTimingParameter', access, suppress), encodeTimingRecord(timing)),
  minResponse: 2,
  decodeResponse: (bytes) => ({
    service: 'AccessTimingParameter',
    access: byteAt(bytes, 1),
    timing: decodeTimingRecord(bytes.subarray(2)),
  }),
  encodeResponse: ({ access, timing }) => concat(Uint8Array.of(0xc3, access), encodeTimingRecord(timing)),
};
