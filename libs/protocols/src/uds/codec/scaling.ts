import { concat, err, ok, uintBytes } from '@baylink/kernel';
import { byteAt, type ServiceCodec, wordAt } from './codec.js';
import { NRC } from './nrc.table.js';
import { SID } from './services.table.js';

export interface ReadScalingRequest {
  readonly service: 'ReadScalingDataByIdentifier';
  readonly did: number;
}

export interface ReadScalingResponse {
  readonly service: 'ReadScalingDataByIdentifier';
  readonly did: number;
  readonly scaling: readonly Scaling[];
}

/** One scalingByte with what follows it. (ISO 14229-1 annex C, scalingByte) */
export interface Scaling {
  /** High nibble: 0x0 unSignedNumeric … 0x6 ASCII … 0x9 formula, 0xA unit/format. */
  readonly type: number;
  /** Low nibble: bytes of the data, or of the extension. */
  readonly length: number;
  /** Mask, formula with its constants, unit: only types 0x3, 0x9, 0xA and 0xB have it. */
  readonly extension: Uint8Array;
}

export const SCALING_TYPES: readonly string[] = [
  'unSignedNumeric',
  'signedNumeric',
  'bitMappedReportedWithOutMask',
  'bitMappedReportedWithMask',
  'BinaryCodedDecimal',
  'stateEncodedVariable',
  'ASCII',
  'signedFloatingPoint',
  'packet',
  'formula',
  'unit/format',
  'stateAndConnectionType',
];

const EXTENDED: readonly number[] = [0x3, 0x9, 0xa, 0xb];

export const readScalingDataByIdentifier: ServiceCodec<'ReadScalingDataByIdentifier'> = {
  minRequest: 3,
  decodeRequest: (bytes) =>
    bytes.length === 3
      ? ok({ service: 'ReadScalingDataByIdentifier', did: wordAt(bytes, 1) })
      : err(NRC.incorrectMessageLengthOrInvalidFormat),
  encodeRequest: ({ did }) => concat(Uint8Array.of(SID.ReadScalingDataByIdentifier), uintBytes(did, 2)),
  minResponse: 4,
  decodeResponse: (bytes) => {
    const scaling = decodeScaling(bytes.subarray(3));
    return scaling && { service: 'ReadScalingDataByIdentifier', did: wordAt(bytes, 1), scaling };
  },
  encodeResponse: ({ did, scaling }) => concat(Uint8Array.of(0x64), uintBytes(did, 2), encodeScaling(scaling)),
};

function decodeScaling(bytes: Uint8Array): Scaling[] | undefined {
  const scaling: Scaling[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [type, length] = [byteAt(bytes, at) >> 4, byteAt(bytes, at) & 0x0f];
    const end = at + 1 + (EXTENDED.includes(type) ? length : 0);
    if (end > bytes.length) return undefined;
    scaling.push({ type, length, extension: bytes.subarray(at + 1, end) });
    at = end;
  }
  return scaling;
}

/** What follows the DID in a 64; also what a server's owner answers with. */
export const encodeScaling = (scaling: readonly Scaling[]): Uint8Array =>
  concat(...scaling.map(({ type, length, extension }) => concat(Uint8Array.of((type << 4) | length), extension)));
