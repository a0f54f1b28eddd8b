import { bytesOf, type Millis } from '@baylink/kernel';
import { NEGATIVE_RESPONSE, POSITIVE_OFFSET } from '@baylink/protocols/uds';

/** Something that goes wrong between a unit and its tester. It ends by count or by time. */
export type Fault =
  /** The unit acts, its positive response to `service` never leaves; `count` times. */
  | { readonly kind: 'lose-response'; readonly unit: string; readonly service: number; readonly count: number }
  /** The request never reaches the unit; `count` times. */
  | { readonly kind: 'lose-request'; readonly unit: string; readonly service: number; readonly count: number }
  /** Answered with this NRC, and nothing is done; `count` times. */
  | {
      readonly kind: 'refuse';
      readonly unit: string;
      readonly service: number;
      readonly nrc: number;
      readonly count: number;
    }
  /** Nothing leaves the unit before `until`. */
  | { readonly kind: 'silent'; readonly unit: string; readonly until: Millis };

export type FaultVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'instead'; readonly response: Uint8Array };

export interface Judged {
  readonly faults: readonly Fault[];
  readonly verdict: FaultVerdict;
}

export function judgeRequest(faults: readonly Fault[], unit: string, request: Uint8Array): Judged {
  const sid = request[0] ?? 0;
  const hit = faults.find(
    (fault) =>
      fault.unit === unit && (fault.kind === 'lose-request' || fault.kind === 'refuse') && fault.service === sid,
  );
  if (hit === undefined || hit.kind === 'silent') return { faults, verdict: { kind: 'pass' } };
  const verdict: FaultVerdict =
    hit.kind === 'refuse' ? { kind: 'instead', response: bytesOf(NEGATIVE_RESPONSE, sid, hit.nrc) } : { kind: 'drop' };
  return { faults: spend(faults, hit), verdict };
}

export function judgeResponse(faults: readonly Fault[], unit: string, response: Uint8Array, now: Millis): Judged {
  const live = faults.filter((fault) => fault.kind !== 'silent' || now < fault.until);
  const hit = live.find(
    (fault) =>
      fault.unit === unit &&
      (fault.kind === 'silent' || (fault.kind === 'lose-response' && response[0] === fault.service + POSITIVE_OFFSET)),
  );
  if (hit === undefined) return { faults: live, verdict: { kind: 'pass' } };
  return { faults: hit.kind === 'silent' ? live : spend(live, hit), verdict: { kind: 'drop' } };
}

const spend = (faults: readonly Fault[], hit: Exclude<Fault, { kind: 'silent' }>): readonly Fault[] =>
  faults.flatMap((fault) => (fault !== hit ? [fault] : hit.count > 1 ? [{ ...hit, count: hit.count - 1 }] : []));
