import { concat, err, ok, type Result, uintBytes, unreachable } from '@baylink/kernel';
import { byteAt, type ServiceCodec, subFunctionOf, subHead, suppressOf, wordAt } from './codec.js';
import { decodeRanges, encodeRanges } from './memory-ranges.js';
import { NRC, type Nrc } from './nrc.table.js';
import type { MemoryRange } from './request.js';

export interface DynamicIdentifierRequest {
  readonly service: 'DynamicallyDefineDataIdentifier';
  readonly definition: DynamicDefinition;
  readonly suppress: boolean;
}

export type DynamicDefinition =
  | { readonly kind: 'defineByIdentifier'; readonly did: number; readonly sources: readonly DynamicSource[] }
  | { readonly kind: 'defineByMemoryAddress'; readonly did: number; readonly ranges: readonly MemoryRange[] }
  /** Without `did`: every dynamic identifier. */
  | { readonly kind: 'clearDynamicallyDefinedDataIdentifier'; readonly did: number | undefined };

/** Bytes `position` (from 1) to `position + size - 1` of the data of `did`. */
export interface DynamicSource {
  readonly did: number;
  readonly position: number;
  readonly size: number;
}

export interface DynamicIdentifierResponse {
  readonly service: 'DynamicallyDefineDataIdentifier';
  readonly definitionType: number;
  readonly did: number | undefined;
}

export const DEFINITION_TYPE = {
  defineByIdentifier: 0x01,
  defineByMemoryAddress: 0x02,
  clearDynamicallyDefinedDataIdentifier: 0x03,
} as const satisfies { readonly [K in DynamicDefinition['kind']]: number };

/** DID, position, size. */
const SOURCE = 4;

export const dynamicallyDefineDataIdentifier: ServiceCodec<'DynamicallyDefineDataIdentifier'> = {
  minRequest: 2,
  decodeRequest: (bytes) => {
    const definition = decodeDefinition(bytes);
    return definition.ok
      ? ok({ service: 'DynamicallyDefineDataIdentifier', definition: definition.value, suppress: suppressOf(bytes) })
      : definition;
  },
  encodeRequest: ({ definition, suppress }) =>
    concat(
      subHead('DynamicallyDefineDataIdentifier', DEFINITION_TYPE[definition.kind], suppress),
      encodeDefinition(definition),
    ),
  minResponse: 2,
  decodeResponse: (bytes) =>
    bytes.length === 2 || bytes.length === 4
      ? {
          service: 'DynamicallyDefineDataIdentifier',
          definitionType: byteAt(bytes, 1),
          did: bytes.length === 4 ? wordAt(bytes, 2) : undefined,
        }
      : undefined,
  encodeResponse: ({ definitionType, did }) => concat(Uint8Array.of(0x6c, definitionType), optionalDid(did)),
};

const optionalDid = (did: number | undefined): Uint8Array => (did === undefined ? new Uint8Array() : uintBytes(did, 2));

function decodeDefinition(bytes: Uint8Array): Result<DynamicDefinition, Nrc> {
  const rest = bytes.subarray(4);
  const did = wordAt(bytes, 2);
  switch (subFunctionOf(bytes)) {
    case DEFINITION_TYPE.defineByIdentifier:
      return rest.length === 0 || rest.length % SOURCE !== 0
        ? err(NRC.incorrectMessageLengthOrInvalidFormat)
        : ok({ kind: 'defineByIdentifier', did, sources: decodeSources(rest) });
    case DEFINITION_TYPE.defineByMemoryAddress: {
      const ranges = decodeRanges(rest);
      return ranges.ok ? ok({ kind: 'defineByMemoryAddress', did, ranges: ranges.value }) : ranges;
    }
    case DEFINITION_TYPE.clearDynamicallyDefinedDataIdentifier:
      return bytes.length === 2 || bytes.length === 4
        ? ok({ kind: 'clearDynamicallyDefinedDataIdentifier', did: bytes.length === 4 ? did : undefined })
        : err(NRC.incorrectMessageLengthOrInvalidFormat);
    default:
      return err(NRC.subFunctionNotSupported);
  }
}

const decodeSources = (rest: Uint8Array): DynamicSource[] =>
  Array.from({ length: rest.length / SOURCE }, (_, i) => ({
    did: wordAt(rest, i * SOURCE),
    position: byteAt(rest, i * SOURCE + 2),
    size: byteAt(rest, i * SOURCE + 3),
  }));

function encodeDefinition(definition: DynamicDefinition): Uint8Array {
  switch (definition.kind) {
    case 'defineByIdentifier':
      return concat(
        uintBytes(definition.did, 2),
        ...definition.sources.map(({ did, position, size }) =>
          concat(uintBytes(did, 2), Uint8Array.of(position, size)),
        ),
      );
    case 'defineByMemoryAddress':
      return concat(uintBytes(definition.did, 2), encodeRanges(definition.ranges));
    case 'clearDynamicallyDefinedDataIdentifier':
      return optionalDid(definition.did);
    default:
      return unreachable(definition);
  }
}
