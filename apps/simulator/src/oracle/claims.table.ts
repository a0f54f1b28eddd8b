import { hex } from '@baylink/kernel';
import type { Seen } from '../world/tap.js';
import type { Evidence } from './evidence.js';
import { linesOf } from './journal.js';
import { isDefaultSession, isErase, isKey, isReset, isValueWrite, isWrite } from './requests.js';

/** One invariant of the write job, as somebody from outside can check it. */
export interface Claim {
  readonly id: string;
  /** One sentence for each time that it does not hold. */
  find(evidence: Evidence): readonly string[];
}

const TERMINAL = new Set(['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD']);
const CRITICAL = 10_500;
/** Entries of the ledger reach the disk together, at the latest after this time; a power cut may take the last of them. */
const LEDGER_WINDOW = 1_500;

const ofTarget = ({ plan, seen }: Evidence): readonly Seen[] =>
  seen.filter(({ direction, unit }) => direction === 'tx' && unit === plan.target.unit);
const show = ({ at, bytes }: Seen): string => `${hex(bytes.subarray(0, 8))} at ${at.toFixed(0)} ms`;
const holds = (text: string, ...types: string[]): boolean => linesOf(text).some(({ type }) => types.includes(type));

export const claims: readonly Claim[] = [
  {
    id: 'I2 the intent to erase is durable before the erase',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => isErase(bytes) && !holds(durable, 'ERASE_INTENT', 'RESTORE_INTENT'))
        .map(show),
  },
  {
    id: 'I3 the backup is durable before anything is written',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => isWrite(bytes) && !holds(durable, 'BACKUP'))
        .map(show),
  },
  {
    id: 'I1 nothing is written without a durable acknowledgement of this very plan',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => {
          if (!isWrite(bytes)) return false;
          const lines = linesOf(durable);
          const plan = lines.find(({ type }) => type === 'PLAN')?.record;
          return !lines.some(
            ({ type, record }) => type === 'ACK' && JSON.stringify(record).includes(String(plan?.hash)),
          );
        })
        .map(show),
  },
  {
    id: 'I1 a value is written only after its intent',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => isValueWrite(bytes) && !holds(durable, 'WRITE_INTENT', 'RESTORE_INTENT'))
        .map(show),
  },
  {
    id: 'I1 nothing is written below the critical voltage',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, supply }) => isWrite(bytes) && supply < CRITICAL)
        .map((seen) => `${show(seen)} with ${seen.supply} mV`),
  },
  {
    id: 'I4 a clean abort has written nothing and left nothing behind',
    find: (evidence) => {
      if (evidence.ending !== 'ABORTED_CLEAN') return [];
      const written = ofTarget(evidence).filter(({ bytes }) => isWrite(bytes));
      return [...written.map(show), ...(sameContent(evidence) ? [] : ['the unit is not as it was'])];
    },
  },
  {
    id: 'I5 DONE means that the unit starts and holds what the plan says',
    find: ({ ending, after, image, plan }) => {
      if (ending !== 'DONE') return [];
      const faults = after.boots ? [] : ['its application does not start'];
      if (image !== undefined) {
        const found = after.flash?.subarray(image.offset, image.offset + image.bytes.length);
        if (found === undefined || hex(found) !== hex(image.bytes)) faults.push('the flash holds other bytes');
      }
      if (plan.kind === 'coding')
        for (const { did, after: wanted } of plan.writes)
          if (hex(after.coding.get(did) ?? new Uint8Array()) !== wanted) faults.push(`DID ${did.toString(16)} differs`);
      return faults;
    },
  },
  {
    id: 'I5 RESTORED means that the unit is as it was',
    find: (evidence) => (evidence.ending === 'RESTORED' && !sameContent(evidence) ? ['the unit is not as it was'] : []),
  },
  {
    id: 'I6 no block is journalled ahead of the unit',
    find: ({ seen, plan }) => {
      const faults: string[] = [];
      let acknowledged = 0;
      for (const one of seen) {
        if (one.unit !== plan.target.unit) continue;
        if (one.direction === 'rx' && one.bytes[0] === 0x76) acknowledged++;
        if (one.direction !== 'tx') continue;
        const written = linesOf(one.durable)
          .filter(({ type }) => type === 'BLK')
          .at(-1)?.record.k;
        if (typeof written === 'number' && written > acknowledged)
          faults.push(`block ${written} in the journal, ${acknowledged} acknowledged: ${show(one)}`);
      }
      return faults;
    },
  },
  {
    id: 'I8 an acknowledgement is used once',
    find: ({ journal }) => {
      const counters = journal
        .filter(({ type }) => type === 'ACK')
        .map(({ record }) => JSON.stringify(record.acknowledgement));
      return counters.length === new Set(counters).size ? [] : ['one counter twice'];
    },
  },
  {
    id: 'I10 no reset and no default session between the erase and the verification, except by re-entry',
    find: (evidence) => {
      const faults: string[] = [];
      let erased = false;
      for (const one of ofTarget(evidence)) {
        if (isErase(one.bytes)) erased = true;
        const ends = isReset(one.bytes) || isDefaultSession(one.bytes);
        if (ends && erased && !holds(one.durable, 'VERIFY', 'RESET_INTENT', 'REENTRY', 'RESTORE_INTENT'))
          faults.push(show(one));
      }
      return faults;
    },
  },
  {
    id: 'I16 everything on the wire is in the ledger',
    find: ({ seen, recorded, cuts }) => {
      const known = new Set(recorded.map(({ direction, bytes }) => `${direction} ${bytes}`));
      return seen
        .filter(({ direction, bytes }) => direction === 'tx' && bytes[0] !== 0x27 && !known.has(`tx ${hex(bytes)}`))
        .filter(({ at }) => !cuts.some((cut) => cut >= at && cut - at <= LEDGER_WINDOW))
        .map(show);
    },
  },
  {
    id: 'I21 the job comes to an end',
    find: ({ ending, sentence }) => (TERMINAL.has(ending) || ending === 'refused' ? [] : [`${ending}: ${sentence}`]),
  },
  {
    id: 'I22 HOLD names the unit, the reason and the next step',
    find: ({ ending, journal }) => {
      if (ending !== 'HOLD') return [];
      const held = journal.findLast(({ type }) => type === 'HOLD')?.record;
      return held === undefined || (held.why && held.next) ? [] : ['the record has no reason or no next step'];
    },
  },
  {
    id: 'I23 no key is in journal, ledger or alarms',
    find: (evidence) => {
      const keys = new Set(
        ofTarget(evidence)
          .filter(({ bytes }) => isKey(bytes))
          .map(({ bytes }) => hex(bytes.subarray(2))),
      );
      return [...keys].filter((key) => key.length > 4 && evidence.texts.some((text) => text.includes(key)));
    },
  },
  {
    id: 'the unit is never left without a way back',
    find: ({ after, sentence }) => (after.bricked ? [`the unit is bricked: ${sentence}`] : []),
  },
];

const sameContent = ({ before, after }: Evidence): boolean =>
  hex(before.flash ?? new Uint8Array()) === hex(after.flash ?? new Uint8Array()) &&
  [...before.coding].every(([did, value]) => hex(after.coding.get(did) ?? new Uint8Array()) === hex(value)) &&
  (!before.boots || after.boots);
