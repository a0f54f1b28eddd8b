import { readUint } from '@baylink/kernel';
import { isSecureDid, type Row, SUPPRESS, secure, verdict } from './rows.js';

const DE_AUTHENTICATE = 0x00;
const CONFIGURATION = 0x08;

/**
 * 0x29: telling the configuration changes nothing, and giving rights back only those. What a certificate opens cannot be
 * seen from outside: it is `code` for a unit that has coding, because every write after it is judged by its own bytes.
 */
export const byAuthenticationTask =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    const task = (bytes[1] ?? SUPPRESS) & SUPPRESS;
    if (task === DE_AUTHENTICATE || task === CONFIGURATION) {
      if (bytes.length !== 2) return undefined;
      return verdict(rule, task === CONFIGURATION ? 'observe' : 'actuate', name);
    }
    const coding = task < CONFIGURATION && bytes.length > 2 && units.some((unit) => unit.coding !== null);
    return coding ? verdict(rule, 'code', `${name} of a unit that has coding`) : undefined;
  };

const BY_IDENTIFIER = 0x01;
const BY_MEMORY = 0x02;
const CLEAR = 0x03;
const SOURCE = 4;

/** 0x2C: what is put together counts as it would by itself: a secure DID stays secure, memory stays memory. */
export const byDefinition =
  (rule: string, name: string): Row =>
  ({ bytes, units }) => {
    switch ((bytes[1] ?? 0) & SUPPRESS) {
      case BY_IDENTIFIER: {
        if (bytes.length < 4 + SOURCE || (bytes.length - 4) % SOURCE !== 0) return undefined;
        for (let at = 4; at < bytes.length; at += SOURCE) {
          const did = readUint(bytes, at, 2) ?? 0;
          if (isSecureDid(units, did)) return secure(name, did);
        }
        return verdict(rule, 'actuate', name);
      }
      case BY_MEMORY:
        return bytes.length >= 7 ? verdict(rule, 'memory-read', `${name} of memory`) : undefined;
      case CLEAR:
        return bytes.length === 2 || bytes.length === 4 ? verdict(rule, 'actuate', name) : undefined;
      default:
        return undefined;
    }
  };

const READ_FILE = 0x04;
const READ_DIR = 0x05;

/** 0x38: files are read like memory; to add, replace, resume or delete one is the worst case. */
export const byFileOperation =
  (rule: string, name: string): Row =>
  ({ bytes }) => {
    const pathLength = readUint(bytes, 2, 2);
    const operation = bytes[1] ?? 0;
    const tail = operation === READ_FILE ? 1 : 0;
    const reads = (operation === READ_FILE || operation === READ_DIR) && bytes.length === 4 + (pathLength ?? 0) + tail;
    return reads && pathLength !== undefined && pathLength > 0 ? verdict(rule, 'memory-read', name) : undefined;
  };
