import { concat, err, ok } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf } from './codec.js';
import { NRC } from './nrc.table.js';

/** timingParameterAccessType; the service is gone since ISO 14229-1:2020, units still have it. */
export const TIMING_ACCESS = {
  readExtendedTimingParameterSet: 0x01,
  setTimingParametersToDefaultValues: 0x02,
  readCurrentlyActiveTimingParameters: 0x03,
  setTimingParametersToGivenValues: 0x04,
} as const;

export interface TimingRequest {
  readonly service: 'AccessTimingParameter';
  readonly access: number;
  /** Only with setTimingParametersToGivenValues; its layout is that of the data link. */
  readonly parameters: Uint8Array;
  readonly suppress: boolean;
}

export interface TimingResponse {
  readonly service: 'AccessTimingParameter';
  readonly access: number;
  readonly parameters: Uint8Array;
}

export const accessTimingParameter: ServiceCodec<'AccessTimingParameter'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const access = subFunctionOf(bytes);
    const parameters = bytes.subarray(2);
    if (access < 0x01 || access > 0x04) return err(NRC.subFunctionNotSupported);
    if ((access === TIMING_ACCESS.setTimingParametersToGivenValues) !== parameters.length > 0) {
      return err(NRC.incorrectMessageLengthOrInvalidFormat);
    }
    return ok({ service: 'AccessTimingParameter', access, parameters, suppress: suppressOf(bytes) });
  },
  encodeRequest: ({ access, parameters, suppress }) =>
    concat(subHead('AccessTimingParameter', access, suppress), parameters),
  minResponse: 2,
  decodeResponse: (bytes) => ({
    service: 'AccessTimingParameter',
    access: byteAt(bytes, 1),
    parameters: bytes.subarray(2),
  }),
  encodeResponse: ({ access, parameters }) => concat(Uint8Array.of(0xc3, access), parameters),
};
