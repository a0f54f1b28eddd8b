import type { JobOut } from '../../src/index.js';
import type { Move } from './moves.js';
import type { Node, Onlooker, Step } from './node.js';

type Send = Extract<JobOut, { kind: 'send' }>;

export const sends = (out: readonly JobOut[]): readonly Send[] =>
  out.filter((each): each is Send => each.kind === 'send');

const sid = ({ verdict }: Send): number => verdict.bytes[0] ?? 0;
const sub = ({ verdict }: Send): number => verdict.bytes[1] ?? 0;
const rid = ({ verdict: { bytes } }: Send): number => ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);

export const isErase = (send: Send): boolean => sid(send) === 0x31 && rid(send) === 0xff00;
export const isValueWrite = (send: Send): boolean => sid(send) === 0x2e;
/** Changes what the unit holds. */
export const writes = (send: Send): boolean =>
  isErase(send) || isValueWrite(send) || sid(send) === 0x34 || (sid(send) === 0x36 && send.verdict.bytes.length > 2);
/** Makes ready for it: sessions, trouble codes, silence, keys. */
export const enters = (send: Send): boolean =>
  (sid(send) === 0x10 && sub(send) === 2) || sid(send) === 0x27 || (sid(send) === 0x28 && sub(send) !== 0);
export const isBlock = (send: Send): boolean => sid(send) === 0x36 && send.verdict.bytes.length > 2;
export const counterOf = (send: Send): number => sub(send);
/** 11, 10 01 and 28: what I10 keeps away from a unit that is half written. */
export const disturbs = (send: Send): boolean =>
  sid(send) === 0x11 || (sid(send) === 0x10 && sub(send) === 1) || sid(send) === 0x28;
const isWholeCheck = (send: Send): boolean => sid(send) === 0x31 && rid(send) === 0x0203;

/** What an onlooker remembers after a step. */
export function lookOn(before: Node, move: Move, { out, kept }: Step): Onlooker {
  const { onlooker } = before;
  const answered = before.asked?.kind === 'send' && move.name.startsWith('answer right') ? before.asked : undefined;
  const begins = sends(out).some((send) => sid(send) === 0x34);
  const taken = (answered !== undefined && sid(answered) === 0x36) || move.name.startsWith('recalled a block more');
  return {
    wrote: onlooker.wrote || sends(out).some(writes),
    half: (onlooker.half && !(answered !== undefined && isWholeCheck(answered))) || sends(out).some(isErase),
    acknowledged: begins ? 0 : onlooker.acknowledged + (taken ? 1 : 0),
    counters: [...onlooker.counters, ...kept.flatMap((record) => (record.type === 'ACK' ? [record.counter] : []))],
  };
}
