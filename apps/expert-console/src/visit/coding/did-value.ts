import { equalBytes, err, fromHex, hex, ok, type Result, showHex, uintBytes } from '@baylink/kernel';
import { POSITIVE_OFFSET, SID } from '@baylink/protocols/uds';
import type { RequestOutcome } from '../scan/request-log.js';

/** "0100", "0x0100" or "01 00". */
export function readDid(typed: string): Result<number, string> {
  const digits = typed.trim().replace(/^0x/i, '').replace(/\s+/g, '');
  if (!/^[0-9a-fA-F]{1,4}$/.test(digits))
    return err(`"${typed.trim()}" is no data identifier. Write up to four hex digits, as 0100.`);
  return ok(Number.parseInt(digits, 16));
}

export const readRequest = (did: number): string => hex(Uint8Array.of(SID.ReadDataByIdentifier, ...uintBytes(did, 2)));

/** The value of `did` in what came back, as lower-case hex, or why there is none. */
export function valueIn(outcome: RequestOutcome, did: number): Result<string, string> {
  if (outcome.state === 'refused') return err(outcome.refusal.sentence);
  const answer = outcome.state === 'answered' ? outcome.answers[0] : undefined;
  if (answer === undefined) return err(`Nothing came back for ${showHex(did, 4)}. Read it again.`);
  switch (answer.outcome) {
    case 'positive':
      return dataOf(fromHex(answer.bytes) ?? new Uint8Array(), did);
    case 'negative':
      return err(`The unit refused to give ${showHex(did, 4)}: ${answer.name} (${showHex(answer.nrc)}).`);
    case 'silent':
    case 'link':
      return err(answer.sentence);
  }
}

function dataOf(bytes: Uint8Array, did: number): Result<string, string> {
  const head = Uint8Array.of(SID.ReadDataByIdentifier + POSITIVE_OFFSET, ...uintBytes(did, 2));
  if (!equalBytes(bytes.subarray(0, head.length), head))
    return err(`The answer ${hex(bytes.subarray(0, 4))}… is not for ${showHex(did, 4)}. Read it again.`);
  return ok(hex(bytes.subarray(head.length)));
}
