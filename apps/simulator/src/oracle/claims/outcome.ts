import type { Plan } from '@baylink/contracts';
import { bytesOf, concat, equalBytes, hex } from '@baylink/kernel';
import type { Seen } from '../../world/tap.js';
import { type Claim, isFinal, journalFailed, ofTarget, sameContent, show } from '../claim.js';
import type { Evidence } from '../evidence.js';
import { isReset, isSession } from '../requests.js';

const TERMINAL = new Set(['DONE', 'ABORTED_CLEAN', 'RESTORED', 'HOLD']);
const DEFAULT_SESSION = 1;
const RESET_DONE = 0x51;
const VALUE_READ = 0x62;

const afterLast = (seen: readonly Seen[], test: (one: Seen) => boolean): readonly Seen[] | undefined => {
  const at = seen.findLastIndex(test);
  return at < 0 ? undefined : seen.slice(at + 1);
};

/** applicationSoftwareIdentification. (ISO 14229-1 C.1) */
const SOFTWARE = bytesOf(VALUE_READ, 0xf1, 0x89);

/** What the unit has to say of itself when it does what the plan wants. */
function wantedAnswers(plan: Plan, image: Evidence['image']): readonly string[] {
  if (plan.kind === 'coding')
    return plan.writes.map(({ did, after }) => `${hex(bytesOf(VALUE_READ, did >> 8, did & 0xff))}${after}`);
  return image === undefined ? [] : [hex(concat(SOFTWARE, image.software))];
}

/** How it ended, and what was left in the unit. */
export const OUTCOME_CLAIMS: readonly Claim[] = [
  {
    id: 'I4 a clean abort has left nothing behind',
    find: (evidence) => {
      const { ending, after } = evidence;
      if (ending !== 'ABORTED_CLEAN') return [];
      const faults = sameContent(evidence) ? [] : ['the unit is not as it was'];
      if (after.session !== undefined && after.session !== DEFAULT_SESSION)
        faults.push(`the unit is still in session ${after.session}`);
      return faults;
    },
  },
  {
    id: 'I5 DONE means that the unit starts and holds what the plan says',
    find: ({ ending, after, image, plan }) => {
      if (ending !== 'DONE') return [];
      const faults = after.boots ? [] : ['its application does not start'];
      if (image !== undefined) {
        const found = after.flash?.subarray(image.offset, image.offset + image.bytes.length);
        if (found === undefined || !equalBytes(found, image.bytes)) faults.push('the flash holds other bytes');
      }
      if (plan.kind === 'coding')
        for (const { did, after: wanted } of plan.writes)
          if (hex(after.coding.get(did) ?? new Uint8Array()) !== wanted) faults.push(`DID ${did.toString(16)} differs`);
      return faults;
    },
  },
  {
    id: 'I5 DONE means that the unit was asked after its reset',
    find: ({ ending, plan, seen, image }) => {
      if (ending !== 'DONE') return [];
      const talk = seen.filter(({ unit }) => unit === plan.target.unit);
      const since =
        afterLast(talk, ({ bytes, direction }) => direction === 'rx' && bytes[0] === RESET_DONE) ??
        afterLast(talk, ({ bytes, direction }) => direction === 'tx' && isReset(bytes)) ??
        [];
      const texts = new Set(since.map(({ bytes }) => hex(bytes)));
      return wantedAnswers(plan, image)
        .filter((answer) => !texts.has(answer))
        .map((answer) => `no ${answer} since`);
    },
  },
  {
    id: 'I5 DONE means that the unit has started again by its reset',
    find: (evidence) => {
      const { ending, starts } = evidence;
      if (ending !== 'DONE') return [];
      const since = afterLast(ofTarget(evidence), ({ bytes }) => isReset(bytes));
      const reset = ofTarget(evidence).findLast(({ bytes }) => isReset(bytes));
      if (since === undefined || reset === undefined) return ['it was never reset'];
      // A change of session starts it as well, and is no reset.
      const until = since.find(({ bytes }) => isSession(bytes))?.at ?? Number.POSITIVE_INFINITY;
      return starts.some((at) => at > reset.at && at <= until) ? [] : [`not after ${show(reset)}`];
    },
  },
  {
    id: 'I5 RESTORED means that the unit is as it was',
    find: (evidence) => (evidence.ending === 'RESTORED' && !sameContent(evidence) ? ['the unit is not as it was'] : []),
  },
  {
    id: 'I21 the job comes to an end',
    find: ({ ending, sentence }) => (TERMINAL.has(ending) || ending === 'refused' ? [] : [`${ending}: ${sentence}`]),
  },
  {
    id: 'I21 a shop that refuses to go on has written nothing',
    find: (evidence) =>
      evidence.ending === 'refused'
        ? ofTarget(evidence)
            .filter(({ bytes }) => isFinal(bytes))
            .slice(0, 1)
            .map((seen) => `${evidence.sentence} after ${show(seen)}`)
        : [],
  },
  {
    id: 'I22 HOLD names the unit, the reason and the next step',
    find: (evidence) => {
      const { ending, journal, plan, sentence, unit, alarms } = evidence;
      if (ending !== 'HOLD') return [];
      const faults = unit === plan.target.unit ? [] : [`the screens name unit ${String(unit)}`];
      if (!alarms.some((alarm) => alarm.sentence === sentence)) faults.push(`nobody was alarmed with: ${sentence}`);
      const held = journal.findLast(({ type }) => type === 'HOLD')?.record;
      if (journalFailed(evidence, Number.POSITIVE_INFINITY)) return faults;
      if (held === undefined || !(held.why && held.next)) faults.push('no record with reason and next step');
      else if (sentence !== `${String(held.why)} ${String(held.next)}`) faults.push(`the screens say: ${sentence}`);
      return faults;
    },
  },
  {
    id: 'I24 only a backup of this very unit is written back',
    find: ({ journal, plan }) => {
      const restores = journal.some(
        ({ type, record }) => type === 'RESTORE_INTENT' || (type === 'ERASE_INTENT' && record.image === 'backup'),
      );
      const serial = journal.find(({ type }) => type === 'BACKUP')?.record.serial;
      return restores && serial !== plan.target.serial ? [`the backup is of ${String(serial)}`] : [];
    },
  },
  {
    id: 'I24 the unit is never left without a way back',
    find: ({ after, sentence }) => (after.bricked ? [`the unit is bricked: ${sentence}`] : []),
  },
];
