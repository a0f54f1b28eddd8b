import { showHex } from '@baylink/kernel';
import type { Effect } from './effect.js';
import { idAt, isSecureDid, type Row, secure, verdict } from './rows.js';

type Length = (length: number) => boolean;

/** One byte behind the service identifier decides, with all of its bits. */
export const byMode =
  (rule: string, effect: Effect, name: string, length: number, listed: readonly number[]): Row =>
  ({ bytes }) => {
    const mode = idAt(bytes, 1, 1);
    return bytes.length === length && listed.includes(mode)
      ? verdict(rule, effect, `${name} ${showHex(mode)}`)
      : undefined;
  };

/** A value with a name of one byte; the profile may list it as secure. */
export const byLocalIdentifier =
  (rule: string, effect: Effect, name: string, length: Length): Row =>
  ({ bytes, units }) => {
    const id = idAt(bytes, 1, 1);
    if (!length(bytes.length)) return undefined;
    return isSecureDid(units, id) ? secure(name, id) : verdict(rule, effect, `${name} ${showHex(id)}`);
  };

/** A value with a name of two bytes. */
export const commonIdentifier =
  (rule: string, effect: Effect, name: string, length: Length): Row =>
  ({ bytes, units }) => {
    const id = idAt(bytes, 1, 2);
    if (!length(bytes.length)) return undefined;
    return isSecureDid(units, id) ? secure(name, id) : verdict(rule, effect, `${name} ${showHex(id, 4)}`);
  };

/** `code` for a coding value with a name of one byte and its own length. */
export const byLocalCodingValue =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const id = idAt(bytes, 1, 1);
    if (isSecureDid(units, id)) return secure(name, id);
    const listed = units.some((unit) =>
      unit.coding?.dids.some(({ did, length }) => did === id && length === bytes.length - 2),
    );
    return listed ? verdict(rule, 'code', `${name} ${showHex(id)}, a listed coding value`) : undefined;
  };

/** `actuate` for a routine that the profile lists under its one byte, `secure` for a secure one. */
export const byLocalRoutine =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const id = idAt(bytes, 1, 1);
    if (units.some((unit) => unit.secureRoutines.includes(id))) return secure(name, id);
    const listed = units.some((unit) => unit.routines.some(({ rid }) => rid === id));
    return listed ? verdict(rule, 'actuate', `${name} ${showHex(id)}, a listed routine`) : undefined;
  };
