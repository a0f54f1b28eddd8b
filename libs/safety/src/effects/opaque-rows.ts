import type { Classification } from './effect.js';
import { idAt, type Row, type Seen, secureAmong, subFunction, verdict } from './rows.js';

const DE_AUTHENTICATE = 0x00;
const CONFIGURATION = 0x08;
/** A certificate in one direction or in both, proof of it, challenge and its answer: whatever opens. */
const OPENING: readonly number[] = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07];

/**
 * 0x29: telling the configuration changes nothing, and giving rights back only those. What a certificate opens cannot be
 * seen from outside: it is `code` for a unit that has coding, because every write after it is judged by its own bytes.
 */
export const byAuthenticationTask =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const task = subFunction(bytes);
    if (task === DE_AUTHENTICATE || task === CONFIGURATION) {
      if (bytes.length !== 2) return undefined;
      return verdict(rule, task === CONFIGURATION ? 'observe' : 'actuate', name);
    }
    const coding = OPENING.includes(task) && bytes.length > 2 && units.some((unit) => unit.coding !== null);
    return coding ? verdict(rule, 'code', `${name} of a unit that has coding`) : undefined;
  };

/** Service, sub-function and the new identifier; a source behind them is as long: DID, position, size. */
const HEAD = 4;
const SOURCE = 4;
/** Behind the head a format, an address and a size, of a byte each at least. */
const LEAST_OF_MEMORY = 7;
/** All of them, or the named one. */
const CLEARED: readonly number[] = [2, HEAD];

type Definition = (rule: string, name: string, seen: Seen) => Classification | undefined;

/** By the sub-function. (ISO 14229-1 DynamicallyDefineDataIdentifier) */
const DEFINITIONS: ReadonlyMap<number, Definition> = new Map<number, Definition>([
  [
    0x01,
    (rule, name, { bytes, units }) =>
      bytes.length > HEAD && bytes.length % SOURCE === 0
        ? (secureAmong(name, units, bytes, HEAD, SOURCE) ?? verdict(rule, 'actuate', name))
        : undefined,
  ],
  [
    0x02,
    (rule, name, { bytes }) =>
      bytes.length >= LEAST_OF_MEMORY ? verdict(rule, 'memory-read', `${name} of memory`) : undefined,
  ],
  [0x03, (rule, name, { bytes }) => (CLEARED.includes(bytes.length) ? verdict(rule, 'actuate', name) : undefined)],
]);

/** 0x2C: what is put together counts as it would by itself: a secure DID stays secure, memory stays memory. */
export const byDefinition =
  (rule: string, name: string): Row =>
  (seen) =>
    DEFINITIONS.get(subFunction(seen.bytes))?.(rule, name, seen);

const READ_FILE = 0x04;
const READ_DIR = 0x05;

/** 0x38: files are read like memory; to add, replace, resume or delete one is the worst case. */
export const byFileOperation =
  (rule: string, name: string): Row =>
  ({ bytes }) => {
    const pathLength = idAt(bytes, 2, 2);
    const operation = bytes[1] ?? 0;
    const tail = operation === READ_FILE ? 1 : 0;
    const reads = (operation === READ_FILE || operation === READ_DIR) && bytes.length === 4 + pathLength + tail;
    return reads && pathLength > 0 ? verdict(rule, 'memory-read', name) : undefined;
  };
