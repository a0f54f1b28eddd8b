import { equalBytes, hex } from '@baylink/kernel';
import type { Bench } from './bench.js';
import { misfitOf } from './journal-model.js';
import { DATA } from './samples.js';
import type { Wire } from './script.js';
import { KEY, type ScriptedUnit } from './scripted-unit.js';

/** What an outsider can tell from the wire, the journal and the unit: which invariants a run has broken. */
export function brokenInvariants(bench: Bench, unit: ScriptedUnit, before: Before): string[] {
  const broken: string[] = [];
  const claim = (name: string, holds: boolean) => {
    if (!holds) broken.push(name);
  };
  const { state, durable, wire } = bench;
  /** A journal that takes nothing any more cannot witness what came later. */
  const poisoned = bench.alarms.some((sentence) => sentence.includes('journal cannot be written'));
  const whole = [before.memory, ...DATA.map(({ bytes }) => bytes)].map(hex);
  for (const [i, frame] of wire.entries()) {
    const known = durable.slice(0, frame.durable);
    if (isErase(frame)) {
      claim(
        'I2 erase without a durable intent',
        known.some(({ type }) => type === 'ERASE_INTENT'),
      );
      claim(
        'I3 erase without a durable backup',
        known.some(({ type }) => type === 'BACKUP'),
      );
    }
    if (isWrite(frame))
      claim(
        'write without a durable acknowledgement',
        known.some(({ type }) => type === 'ACK'),
      );
    if (isValueWrite(frame))
      claim(
        '2E without a durable intent',
        known.some(({ type }) => type === 'WRITE_INTENT'),
      );
    if (isBlock(frame))
      claim(
        'I7 a block that is cut neither out of the staged file nor out of the backup',
        whole.some((each) => each.includes(hex(frame.bytes.subarray(2)))),
      );
    if (isReset(frame)) {
      const since = wire.slice(0, i).findLastIndex(isErase);
      const intended = poisoned || known.some(({ type }) => type === 'RESET_INTENT');
      const checked = wire.slice(since, i).some(isWholeCheck);
      claim('I10 reset or default session before the check', since < 0 || (intended && checked));
    }
  }
  const misfit = misfitOf(before.kind, durable);
  claim(`the model does not have record ${misfit ?? 0}, ${durable[misfit ?? 0]?.type}`, misfit === undefined);
  const texts = JSON.stringify([durable, bench.reports]);
  claim('I23 key material recorded', !texts.includes(hex(KEY)));
  const original = equalBytes(unit.memory, before.memory) && sameCoding(unit, before.coding);
  switch (state) {
    case 'DONE':
      claim('I5 DONE without a valid application', unit.valid);
      claim(
        'I7 DONE with other bytes',
        before.kind === 'coding' ||
          DATA.every(({ address, bytes }) => equalBytes(unit.slice(address, bytes.length), bytes)),
      );
      claim('DONE with old values', before.kind === 'programming' || sameCoding(unit, before.wanted));
      break;
    case 'ABORTED_CLEAN':
      claim('I4 written although aborted clean', !wire.some(isWrite));
      claim('I4 side effects left', unit.session === 1 && unit.dtcSetting === 'on' && unit.communication === 'on');
      claim('I4 unit changed', original);
      break;
    case 'RESTORED':
      claim('RESTORED with other bytes', original && unit.valid);
      break;
    case 'HOLD':
      claim(
        'I22 HOLD without a next step',
        durable.some((r) => r.type === 'HOLD' && r.next !== '' && r.why !== '') || poisoned,
      );
      break;
    default:
      broken.push(`I21 not over: ${state}`);
  }
  return broken;
}

export interface Before {
  readonly kind: 'coding' | 'programming';
  readonly memory: Uint8Array;
  readonly coding: ReadonlyMap<number, Uint8Array>;
  readonly wanted: ReadonlyMap<number, Uint8Array>;
}

const sid = ({ bytes }: Wire): number => bytes[0] ?? 0;
export const isErase = (frame: Wire): boolean =>
  sid(frame) === 0x31 && frame.bytes[2] === 0xff && frame.bytes[3] === 0x00;
export const isValueWrite = (frame: Wire): boolean => sid(frame) === 0x2e;
/** A request for the next block of an upload has no data. */
const isBlock = (frame: Wire): boolean => sid(frame) === 0x36 && frame.bytes.length > 2;
export const isWrite = (frame: Wire): boolean =>
  isErase(frame) || isValueWrite(frame) || sid(frame) === 0x34 || isBlock(frame);
const isWholeCheck = (frame: Wire): boolean =>
  sid(frame) === 0x31 && frame.bytes[2] === 0x02 && frame.bytes[3] === 0x03;
const isReset = (frame: Wire): boolean => sid(frame) === 0x11 || (sid(frame) === 0x10 && frame.bytes[1] === 0x01);

const sameCoding = (unit: ScriptedUnit, wanted: ReadonlyMap<number, Uint8Array>): boolean =>
  [...wanted].every(([did, value]) => equalBytes(unit.coding.get(did) ?? new Uint8Array(), value));
