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

/** Everything of a sub-function but the bit that asks for silence. */
export const SUPPRESS = 0x7f;

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
    const sub = (bytes[1] ?? 0) & SUPPRESS;
    for (const [effect, subs] of listed)
      if (subs.includes(sub)) return verdict(rule, effect, `${name} ${showHex(sub)}`);
    return undefined;
  };

/** 0x22: whole identifiers only; one secure identifier among them decides. */
export const reading =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    if (bytes.length < 3 || bytes.length % 2 === 0) return undefined;
    for (let at = 1; at < bytes.length; at += 2) {
      const did = readUint(bytes, at, 2) ?? 0;
      if (isSecureDid(units, did)) return secure(name, did);
    }
    return verdict(rule, 'observe', name);
  };

/** 0x2E: `code` for a listed coding DID with its own length. */
export const byCodingDid =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const did = readUint(bytes, 1, 2);
    if (did === undefined) return undefined;
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
    if (bytes.length < 2) return undefined;
    const sub = (bytes[1] ?? 0) & SUPPRESS;
    const level = sub % 2 === 1 ? sub : sub - 1;
    const coding = units.some((unit) => unit.coding?.security?.level === level);
    return coding ? verdict(rule, 'code', `${name} at the coding level ${level}`) : undefined;
  };

/** 0x31: `actuate` for a listed routine, `secure` for a secure one. Erase and check are the worst case like any other. */
export const byRoutine =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const rid = readUint(bytes, 2, 2);
    const sub = (bytes[1] ?? 0) & SUPPRESS;
    if (rid === undefined || sub < 1 || sub > 3) return undefined;
    if (units.some((unit) => unit.secureRoutines.includes(rid))) return secure(name, rid);
    const listed = units.some((unit) => unit.routines.some((routine) => routine.rid === rid));
    return listed ? verdict(rule, 'actuate', `${name} ${showHex(rid, 4)}, a listed routine`) : undefined;
  };

export const isSecureDid = (units: readonly UnitProfile[], did: number): boolean =>
  units.some((unit) => unit.secureDids.includes(did));

export const secure = (name: string, id: number): Classification =>
  verdict('EFF-R10', 'secure', `${name} ${showHex(id, 4)}, which the profile lists as secure`);
