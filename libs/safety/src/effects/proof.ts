import { type Millis, millis } from '@baylink/kernel';
import { decodePositive, SID } from '@baylink/protocols/uds';

/** When each unit that no profile names has last shown that it speaks ISO 14229-1. */
export type ProvenUds = ReadonlyMap<number, Millis>;

/** After that there may be another car on the cable. */
const GOOD_FOR = millis(300_000);
const BY_STATUS_MASK = 0x02;

/**
 * ISO 14230-3 has no service 0x19: a unit that gives its list of trouble codes under it, in the layout of ISO 14229-1, has that
 * standard's services. An answer to 0x22 shows nothing, as both have one.
 */
export function showsUds(request: Uint8Array, response: Uint8Array): boolean {
  if (request[0] !== SID.ReadDTCInformation || request[1] !== BY_STATUS_MASK) return false;
  const answer = decodePositive(response);
  return answer?.service === 'ReadDTCInformation' && answer.report === BY_STATUS_MASK && answer.rest === undefined;
}

export function hasProvenUds(proven: ProvenUds, unit: number, now: Millis): boolean {
  const at = proven.get(unit);
  return at !== undefined && now >= at && now - at <= GOOD_FOR;
}
