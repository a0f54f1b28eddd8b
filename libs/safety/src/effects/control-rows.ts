import { showHex } from '@baylink/kernel';
import type { UnitProfile } from '../profile/unit-profile.js';
import { idAt, isSecureDid, type Length, type Row, secure, verdict } from './rows.js';

/** 0x2F: what is secure stays so; in a safety unit only what the profile lists may be moved. */
export const byControl =
  (rule: string, name: string, length: Length): Row =>
  ({ bytes, units }) =>
    length(bytes.length) ? controlOf(rule, name, units, idAt(bytes, 1, 2)) : undefined;

/** KWP 0x30: the same, by a name of one byte. */
export const byLocalControl =
  (rule: string, name: string, length: Length): Row =>
  ({ bytes, units }) =>
    length(bytes.length) ? controlOf(rule, name, units, idAt(bytes, 1, 1)) : undefined;

function controlOf(rule: string, name: string, units: readonly UnitProfile[], id: number): ReturnType<Row> {
  if (isSecureDid(units, id)) return secure(name, id);
  const closed = units.some(
    ({ safety, controls }) => safety !== null && !controls.some((control) => control.did === id),
  );
  return closed ? undefined : verdict(rule, 'actuate', `${name} ${showHex(id, 4)}`);
}

/** Periodic identifiers are the low bytes of the DIDs 0xF200 to 0xF2FF. (ISO 14229-1 C.4) */
const PERIODIC = 0xf200;

/** 0x2A: sets a stream of answers going; one secure identifier among them decides. */
export const byPeriodicIdentifier =
  (rule: string, name: string, length: Length): Row =>
  ({ bytes, units }) => {
    if (!length(bytes.length)) return undefined;
    const hidden = Array.from(bytes.subarray(2), (id) => PERIODIC | id).find((did) => isSecureDid(units, did));
    return hidden === undefined ? verdict(rule, 'actuate', name) : secure(name, hidden);
  };
