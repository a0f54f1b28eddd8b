import { concat, err, ok, readUint, uintBytes, unreachable } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf } from './codec.js';
import { NRC } from './nrc.table.js';

/** linkControlType. (ISO 14229-1 LinkControl) */
export const LINK_CONTROL = {
  verifyModeTransitionWithFixedParameter: 0x01,
  verifyModeTransitionWithSpecificParameter: 0x02,
  transitionMode: 0x03,
} as const;

/** linkControlModeIdentifier: PC bit rates for serial lines, CAN bit rates. (ISO 14229-1 annex B.3) */
export const LINK_MODE = {
  PC9600Baud: 0x01,
  PC19200Baud: 0x02,
  PC38400Baud: 0x03,
  PC57600Baud: 0x04,
  PC115200Baud: 0x05,
  CAN125000Baud: 0x10,
  CAN250000Baud: 0x11,
  CAN500000Baud: 0x12,
  CAN1000000Baud: 0x13,
  ProgrammingSetup: 0x20,
} as const;

export interface LinkControlRequest {
  readonly service: 'LinkControl';
  readonly control: number;
  readonly parameter: LinkParameter;
  readonly suppress: boolean;
}

export type LinkParameter =
  | { readonly kind: 'none' }
  /** linkControlModeIdentifier. */
  | { readonly kind: 'mode'; readonly mode: number }
  /** linkRecord, in bit/s. */
  | { readonly kind: 'bitRate'; readonly bitRate: number }
  /** Of a value of the maker, or of a later edition. */
  | { readonly kind: 'unknown'; readonly data: Uint8Array };

const BIT_RATE_BYTES = 3;

function decodeParameter(control: number, bytes: Uint8Array): LinkParameter | undefined {
  switch (control) {
    case LINK_CONTROL.verifyModeTransitionWithFixedParameter:
      return bytes.length === 1 ? { kind: 'mode', mode: byteAt(bytes, 0) } : undefined;
    case LINK_CONTROL.verifyModeTransitionWithSpecificParameter:
      return bytes.length === BIT_RATE_BYTES
        ? { kind: 'bitRate', bitRate: readUint(bytes, 0, BIT_RATE_BYTES) ?? 0 }
        : undefined;
    case LINK_CONTROL.transitionMode:
      return bytes.length === 0 ? { kind: 'none' } : undefined;
    default:
      return { kind: 'unknown', data: bytes };
  }
}

function encodeParameter(parameter: LinkParameter): Uint8Array {
  switch (parameter.kind) {
    case 'none':
      return new Uint8Array();
    case 'mode':
      return Uint8Array.of(parameter.mode);
    case 'bitRate':
      return uintBytes(parameter.bitRate, BIT_RATE_BYTES);
    case 'unknown':
      return parameter.data;
    default:
      return unreachable(parameter);
  }
}

export const linkControl: ServiceCodec<'LinkControl'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const control = subFunctionOf(bytes);
    const parameter = decodeParameter(control, bytes.subarray(2));
    return parameter === undefined
      ? err(NRC.incorrectMessageLengthOrInvalidFormat)
      : ok({ service: 'LinkControl', control, parameter, suppress: suppressOf(bytes) });
  },
  encodeRequest: ({ control, parameter, suppress }) =>
    concat(subHead('LinkControl', control, suppress), encodeParameter(parameter)),
  minResponse: 2,
  decodeResponse: (bytes) => ({ service: 'LinkControl', control: byteAt(bytes, 1) }),
  encodeResponse: ({ control }) => Uint8Array.of(0xc7, control),
};
