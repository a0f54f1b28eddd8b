import { bytesOf, readUint, uintBytes } from '@baylink/kernel';
import type { DoipKind, DoipMessage } from './message.js';

/**
 * How one payload type looks on the wire. `decode` is called only with a length that `fits`; the payload is lent, and what
 * a message keeps of it is a copy of its own. `encode` gives the payload in pieces, so that long ones are copied once.
 */
interface PayloadCodec<M extends DoipMessage> {
  readonly type: number;
  readonly fits: (length: number) => boolean;
  readonly encode: (message: M) => readonly Uint8Array[];
  readonly decode: (payload: Uint8Array) => M;
}

const exactly =
  (...lengths: readonly number[]) =>
  (length: number) =>
    lengths.includes(length);
const atLeast = (least: number) => (length: number) => length >= least;

const EMPTY = new Uint8Array();
const RESERVED = new Uint8Array(4);
const byte = (payload: Uint8Array, at: number) => payload[at] ?? 0;
const address = (payload: Uint8Array, at: number) => readUint(payload, at, 2) ?? 0;
const two = (value: number) => uintBytes(value, 2);

/** The tail of `payload` from `at` under `key`, or nothing when the payload ends there. */
const tail = <K extends string>(payload: Uint8Array, at: number, key: K): { readonly [P in K]?: Uint8Array } =>
  payload.length > at ? ({ [key]: payload.slice(at) } as { [P in K]: Uint8Array }) : {};

/** A message without payload. */
const bare = <K extends DoipKind>(type: number, kind: K) => ({
  type,
  fits: exactly(0),
  encode: () => [],
  decode: () => ({ kind }),
});

const acknowledgement = <K extends 'diagnostic-ack' | 'diagnostic-nack'>(type: number, kind: K) => ({
  type,
  fits: atLeast(5),
  encode: (m: {
    readonly source: number;
    readonly target: number;
    readonly code: number;
    readonly echo: Uint8Array;
  }) => [two(m.source), two(m.target), bytesOf(m.code), m.echo],
  decode: (p: Uint8Array) => ({
    kind,
    source: address(p, 0),
    target: address(p, 2),
    code: byte(p, 4),
    echo: p.length === 5 ? EMPTY : p.slice(5),
  }),
});

/** ISO 13400-2: payload types with the lengths that they may have. */
export const PAYLOADS: { readonly [K in DoipKind]: PayloadCodec<Extract<DoipMessage, { kind: K }>> } = {
  'header-nack': {
    type: 0x0000,
    fits: exactly(1),
    encode: (m) => [bytesOf(m.code)],
    decode: (p) => ({ kind: 'header-nack', code: byte(p, 0) }),
  },
  identify: bare(0x0001, 'identify'),
  'identify-by-eid': {
    type: 0x0002,
    fits: exactly(6),
    encode: (m) => [m.eid],
    decode: (p) => ({ kind: 'identify-by-eid', eid: p.slice() }),
  },
  'identify-by-vin': {
    type: 0x0003,
    fits: exactly(17),
    encode: (m) => [m.vin],
    decode: (p) => ({ kind: 'identify-by-vin', vin: p.slice() }),
  },
  'vehicle-announcement': {
    type: 0x0004,
    fits: exactly(32, 33),
    encode: (m) => {
      const sync = m.syncStatus === undefined ? EMPTY : bytesOf(m.syncStatus);
      return [m.vin, two(m.logicalAddress), m.eid, m.gid, bytesOf(m.furtherAction), sync];
    },
    decode: (p) => ({
      kind: 'vehicle-announcement',
      vin: p.slice(0, 17),
      logicalAddress: address(p, 17),
      eid: p.slice(19, 25),
      gid: p.slice(25, 31),
      furtherAction: byte(p, 31),
      ...(p.length === 33 ? { syncStatus: byte(p, 32) } : {}),
    }),
  },
  'activation-request': {
    type: 0x0005,
    fits: exactly(7, 11),
    encode: (m) => [two(m.source), bytesOf(m.activationType), RESERVED, m.oem ?? EMPTY],
    decode: (p) => ({
      kind: 'activation-request',
      source: address(p, 0),
      activationType: byte(p, 2),
      ...tail(p, 7, 'oem'),
    }),
  },
  'activation-response': {
    type: 0x0006,
    fits: exactly(9, 13),
    encode: (m) => [two(m.tester), two(m.entity), bytesOf(m.code), RESERVED, m.oem ?? EMPTY],
    decode: (p) => ({
      kind: 'activation-response',
      tester: address(p, 0),
      entity: address(p, 2),
      code: byte(p, 4),
      ...tail(p, 9, 'oem'),
    }),
  },
  'alive-check-request': bare(0x0007, 'alive-check-request'),
  'alive-check-response': {
    type: 0x0008,
    fits: exactly(2),
    encode: (m) => [two(m.source)],
    decode: (p) => ({ kind: 'alive-check-response', source: address(p, 0) }),
  },
  'entity-status-request': bare(0x4001, 'entity-status-request'),
  'entity-status': {
    type: 0x4002,
    fits: exactly(3, 7),
    encode: (m) => {
      const size = m.maxDataSize === undefined ? EMPTY : uintBytes(m.maxDataSize, 4);
      return [bytesOf(m.nodeType, m.maxSockets, m.openSockets), size];
    },
    decode: (p) => {
      const maxDataSize = readUint(p, 3, 4);
      return {
        kind: 'entity-status',
        nodeType: byte(p, 0),
        maxSockets: byte(p, 1),
        openSockets: byte(p, 2),
        ...(maxDataSize === undefined ? {} : { maxDataSize }),
      };
    },
  },
  'power-mode-request': bare(0x4003, 'power-mode-request'),
  'power-mode': {
    type: 0x4004,
    fits: exactly(1),
    encode: (m) => [bytesOf(m.mode)],
    decode: (p) => ({ kind: 'power-mode', mode: byte(p, 0) }),
  },
  'diagnostic-message': {
    type: 0x8001,
    fits: atLeast(5),
    encode: (m) => [two(m.source), two(m.target), m.data],
    decode: (p) => ({ kind: 'diagnostic-message', source: address(p, 0), target: address(p, 2), data: p.slice(4) }),
  },
  'diagnostic-ack': acknowledgement(0x8002, 'diagnostic-ack'),
  'diagnostic-nack': acknowledgement(0x8003, 'diagnostic-nack'),
};

const KINDS = new Map(Object.entries(PAYLOADS).map(([kind, { type }]) => [type, kind as DoipKind]));

/** What a payload type is called here; `undefined` for reserved and manufacturer-specific ones. */
export const kindOf = (type: number): DoipKind | undefined => KINDS.get(type);
