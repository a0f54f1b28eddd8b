import { concat, ok, uintBytes } from '@baylink/kernel';
import { byteAt, type ServiceCodec, wordAt } from './codec.js';
import { SID } from './services.table.js';

/** inputOutputControlParameter. (ISO 14229-1 annex E) */
export const IO_CONTROL = {
  returnControlToECU: 0x00,
  resetToDefault: 0x01,
  freezeCurrentState: 0x02,
  shortTermAdjustment: 0x03,
} as const;

export interface IoControlRequest {
  readonly service: 'InputOutputControlByIdentifier';
  readonly did: number;
  readonly control: number;
  /** controlState and the control enable mask after it: only who knows the lengths can split them. */
  readonly state: Uint8Array;
}

export interface IoControlResponse {
  readonly service: 'InputOutputControlByIdentifier';
  readonly did: number;
  readonly control: number;
  readonly state: Uint8Array;
}

export const inputOutputControlByIdentifier: ServiceCodec<'InputOutputControlByIdentifier'> = {
  minRequest: 4,
  decodeRequest: (bytes) =>
    ok({
      service: 'InputOutputControlByIdentifier',
      did: wordAt(bytes, 1),
      control: byteAt(bytes, 3),
      state: bytes.subarray(4),
    }),
  encodeRequest: ({ did, control, state }) =>
    concat(Uint8Array.of(SID.InputOutputControlByIdentifier), uintBytes(did, 2), Uint8Array.of(control), state),
  minResponse: 4,
  decodeResponse: (bytes) => ({
    service: 'InputOutputControlByIdentifier',
    did: wordAt(bytes, 1),
    control: byteAt(bytes, 3),
    state: bytes.subarray(4),
  }),
  encodeResponse: ({ did, control, state }) =>
    concat(Uint8Array.of(0x6f), uintBytes(did, 2), Uint8Array.of(control), state),
};
