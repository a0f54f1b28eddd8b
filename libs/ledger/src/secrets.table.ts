import { hex } from '@baylink/kernel';

/**
 * Services whose bytes after SID and sub-function are secrets or answers to secrets: SecurityAccess and Authentication,
 * request and positive response (ISO 14229-1 10.4, 10.6; the same in ISO 14230-3).
 */
const SECRET_SERVICES: ReadonlySet<number> = new Set([0x27, 0x67, 0x29, 0x69]);
const KEPT = 2;

/** The bytes of one diagnostic message as they may be recorded; `withheld` counts what was left out at the end. */
export function withholdSecrets(message: Uint8Array): { bytes: string; withheld?: number } {
  const sid = message[0];
  if (sid === undefined || !SECRET_SERVICES.has(sid) || message.length <= KEPT) return { bytes: hex(message) };
  return { bytes: hex(message.slice(0, KEPT)), withheld: message.length - KEPT };
}
