import { readUint, showHex } from '@baylink/kernel';
import type { UnitProfile } from '../profile/unit-profile.js';
import type { Classification, Effect } from './effect.js';

/** What a row may look at: the bytes, and what the profile says of the unit (of every unit, when all of them hear it). */
export interface Seen {
  readonly bytes: Uint8Array;
  readonly units: readonly UnitProfile[];
}

/** `undefined`: this row does not list the request, which makes it the worst case. */
export type Row = (seen: Seen) => Classification | undefined;
export type Length = (length: number) => boolean;
type Demand = Classification['demand'];

const SUPPRESS = 0x7f;

/** Everything of a sub-function but the bit that asks for silence; no row lists 0x00 for a service that ends before it. */
export const subFunction = (bytes: Uint8Array): number => (bytes[1] ?? 0) & SUPPRESS;

export const lengthIs =
  (wanted: number): Length =>
  (length) =>
    length === wanted;

export const between =
  (least: number, most: number): Length =>
  (length) =>
    length >= least && length <= most;

export const verdict = (rule: string, demand: Demand, what: string): Classification => ({
  effect: demand === 'memory-read' ? 'program' : demand,
  demand,
  rule,
  what,
});

/** The same effect whatever follows. */
export const fixed =
  (rule: string, demand: Demand, name: string, length: Length): Row =>
  ({ bytes }) =>
    length(bytes.length) ? verdict(rule, demand, name) : undefined;

/** Bit 7 only asks for silence: it changes nothing about what the request does. (ISO 14229-1 8.2.2) */
export const bySubFunction =
  (rule: string, name: string, length: Length, listed: ReadonlyMap<Effect, readonly number[]>): Row =>
  ({ bytes }) => {
    if (!length(bytes.length)) return undefined;
    const sub = subFunction(bytes);
    for (const [effect, subs] of listed)
      if (subs.includes(sub)) return verdict(rule, effect, `${name} ${showHex(sub)}`);
    return undefined;
  };

/** 0x22: whole identifiers only; one secure identifier among them decides. */
export const reading =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    if (bytes.length < 3 || bytes.length % 2 === 0) return undefined;
    return secureAmong(name, units, bytes, 1, 2) ?? verdict(rule, 'observe', name);
  };

/** 0x2E: `code` for a listed coding DID with its own length. */
export const byCodingDid =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const did = idAt(bytes, 1, 2);
    if (isSecureDid(units, did)) return secure(name, did);
    const listed = units.some((unit) =>
      unit.coding?.dids.some((entry) => entry.did === did && entry.length === bytes.length - 3),
    );
    return listed ? verdict(rule, 'code', `${name} ${showHex(did, 4)}, a listed coding DID`) : undefined;
  };

/** 0x27: `code` at the level that the profile names for coding. */
export const bySecurityLevel =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const sub = subFunction(bytes);
    const level = sub % 2 === 1 ? sub : sub - 1;
    const coding = units.some((unit) => unit.coding?.security?.level === level);
    return coding ? verdict(rule, 'code', `${name} at the coding level ${level}`) : undefined;
  };

/** Start, stop, results. (ISO 14229-1 14.2) */
const ROUTINE_CONTROLS: readonly number[] = [0x01, 0x02, 0x03];

/** 0x31: `actuate` for a listed routine, `secure` for a secure one. Erase and check are the worst case like any other. */
export const byRoutine =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const rid = idAt(bytes, 2, 2);
    if (!ROUTINE_CONTROLS.includes(subFunction(bytes))) return undefined;
    if (units.some((unit) => unit.secureRoutines.includes(rid))) return secure(name, rid);
    const listed = units.some((unit) => unit.routines.some((routine) => routine.rid === rid));
    return listed ? verdict(rule, 'actuate', `${name} ${showHex(rid, 4)}, a listed routine`) : undefined;
  };

/** No profile lists it: what a request says that ends before its identifier. */
const ABSENT = -1;

/** The identifier of `width` bytes at `offset`. */
export const idAt = (bytes: Uint8Array, offset: number, width: number): number =>
  readUint(bytes, offset, width) ?? ABSENT;

/** The first secure one of the DIDs that stand from `from` on, one in every `step` bytes. */
export function secureAmong(
  name: string,
  units: readonly UnitProfile[],
  bytes: Uint8Array,
  from: number,
  step: number,
): Classification | undefined {
  const dids = Array.from({ length: Math.ceil((bytes.length - from) / step) }, (_, i) =>
    idAt(bytes, from + i * step, 2),
  );
  const hidden = dids.find((did) => isSecureDid(units, did));
  return hidden === undefined ? undefined : secure(name, hidden);
}

export const isSecureDid = (units: readonly UnitProfile[], did: number): boolean =>
  units.some((unit) => unit.secureDids.includes(did));

export const secure = (name: string, id: number): Classification =>
  verdict('EFF-R10', 'secure', `${name} ${showHex(id, 4)}, which the profile lists as secure`);
