import { concat, err, ok } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf } from './codec.js';
import { NRC } from './nrc.table.js';

/** linkControlType. (ISO 14229-1 LinkControl) */
export const LINK_CONTROL = {
  verifyModeTransitionWithFixedParameter: 0x01,
  verifyModeTransitionWithSpecificParameter: 0x02,
  transitionMode: 0x03,
} as const;

export interface LinkControlRequest {
  readonly service: 'LinkControl';
  readonly control: number;
  /** One byte, linkControlModeIdentifier, with a fixed parameter; three, linkRecord, with a specific one; else none. */
  readonly parameter: Uint8Array;
  readonly suppress: boolean;
}

const PARAMETER_LENGTH: ReadonlyMap<number, number> = new Map([
  [LINK_CONTROL.verifyModeTransitionWithFixedParameter, 1],
  [LINK_CONTROL.verifyModeTransitionWithSpecificParameter, 3],
  [LINK_CONTROL.transitionMode, 0],
]);

export const linkControl: ServiceCodec<'LinkControl'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const control = subFunctionOf(bytes);
    const parameter = bytes.subarray(2);
    // A value of the maker, or of a later edition, brings what it wants.
    const length = PARAMETER_LENGTH.get(control) ?? parameter.length;
    return parameter.length === length
      ? ok({ service: 'LinkControl', control, parameter, suppress: suppressOf(bytes) })
      : err(NRC.incorrectMessageLengthOrInvalidFormat);
  },
  encodeRequest: ({ control, parameter, suppress }) => concat(subHead('LinkControl', control, suppress), parameter),
  minResponse: 2,
  decodeResponse: (bytes) => ({ service: 'LinkControl', control: byteAt(bytes, 1) }),
  encodeResponse: ({ control }) => Uint8Array.of(0xc7, control),
};
