import { createHash } from 'node:crypto';
import { hex } from '@baylink/kernel';
import type { Seen } from '../../world/tap.js';
import { type Claim, holds, intentOf, isFinal, journalFailed, ofTarget, show } from '../claim.js';
import type { Evidence, Pause } from '../evidence.js';
import { type Line, linesOf } from '../journal.js';
import { isErase, isValueWrite, isWrite } from '../requests.js';

/** The sample car's own figures, in mV. */
const BAND = { low: 13_600, high: 14_200 };
/** A dedicated source says something at least so often, in ms. */
const FRESH = 250;

/** SHA-256 of the signed bytes themselves. */
const digestOf = (jws: string): string =>
  createHash('sha256')
    .update(Buffer.from(jws.split('.')[1] ?? '', 'base64url'))
    .digest('hex');

const didOf = (bytes: Uint8Array): number => ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0);

/** Every gate that has to hold before a person is asked. */
const ASKED = [
  'VOLTAGE_CHECK',
  'DUAL_BACKUP',
  'CHECKSUM_MATCH',
  'IDENTITY_MATCH',
  'LINK_QUALITY',
  'VEHICLE_STATE',
  'RECOVERY_PLAN',
  'AGREEMENTS',
  'AUTHORITY',
  'DIAGNOSIS_FIRST',
];

/** PLAN and ACK of that job name one digest. */
function agreed(lines: readonly Line[], job: string): boolean {
  const plan = lines.find(({ type, record }) => type === 'PLAN' && record.job === job)?.record;
  const ack = lines.findLast(({ type }) => type === 'ACK')?.record.acknowledgement;
  return typeof ack === 'object' && ack !== null && 'planDigest' in ack && ack.planDigest === plan?.hash;
}

/** The reading that counts for a message; time in which the shop's own clock stood still has not passed for it. */
function isGood({ at, told: { millivolts, age } }: Seen, pauses: readonly Pause[]): boolean {
  const asleep = pauses
    .filter(({ unnoticed }) => unnoticed)
    .reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, at) - Math.max(from, at - age)), 0);
  return millivolts >= BAND.low && millivolts <= BAND.high && age - asleep <= FRESH;
}

const firstFinal = (evidence: Evidence) => ofTarget(evidence).filter(({ bytes }) => isFinal(bytes))[0];

/** What must be so before anything is written. */
export const GATE_CLAIMS: readonly Claim[] = [
  {
    id: 'I1 nothing is written without a durable agreement to this very plan',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => isWrite(bytes) && !agreed(linesOf(durable), evidence.plan.job))
        .map(show),
  },
  {
    id: 'I1 a value is written only right behind its own intent, but for pauses',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable, at }) => {
          if (!isValueWrite(bytes) || journalFailed(evidence, at)) return false;
          const last = intentOf(durable);
          return !(
            last?.type === 'WRITE_INTENT' &&
            last.record.did === didOf(bytes) &&
            last.record.new === hex(bytes.subarray(3))
          );
        })
        .map(show),
  },
  {
    id: 'I1 whatever writes leaves on a fresh reading inside the band, each block as well as the erase',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes }) => isWrite(bytes))
        .filter((one) => !isGood(one, evidence.pauses))
        .map((seen) => `${show(seen)} with ${seen.told.millivolts} mV, ${seen.told.age.toFixed(0)} ms old`),
  },
  {
    id: 'I13 the first write follows a fresh reading inside the band; silence and nonsense are no reading',
    find: (evidence) => {
      const first = firstFinal(evidence);
      if (first === undefined) return [];
      const { millivolts, age } = first.told;
      return isGood(first, evidence.pauses) ? [] : [`${show(first)} with ${millivolts} mV, ${age.toFixed(0)} ms old`];
    },
  },
  {
    id: 'I2 the intent to erase is the last durable record before the erase, but for pauses',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, at }) => isErase(bytes) && !journalFailed(evidence, at))
        .filter(({ durable }) => intentOf(durable)?.type !== 'ERASE_INTENT')
        .map(show),
  },
  {
    id: 'I3 the backup is durable, of this very unit and the same on two media, before anything is written',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => {
          if (!isWrite(bytes)) return false;
          const backup = linesOf(durable).find(({ type }) => type === 'BACKUP')?.record;
          const places = Array.isArray(backup?.places) ? backup.places : [];
          const same = places.filter(({ digest }) => digest === backup?.digest);
          return backup?.serial !== evidence.plan.target.serial || new Set(same.map(({ medium }) => medium)).size < 2;
        })
        .map(show),
  },
  {
    id: 'I9 what is executed is what was signed, shown and agreed to on both screens',
    find: ({ journal, jws, plan }) => {
      const digest = digestOf(jws);
      const begun = journal.filter(({ type, record }) => type === 'PLAN' && record.job === plan.job);
      const faults = begun.filter(({ record }) => record.hash !== digest).map(() => 'PLAN is not of the signed bytes');
      const phrase = begun[0]?.record.phrase;
      const agreements = journal.filter(({ type }) => type === 'ACK');
      const strange = agreements.filter(({ record: { acknowledgement } }) => {
        const { planDigest, phrases } = (acknowledgement ?? {}) as Record<string, unknown>;
        return planDigest !== digest || JSON.stringify(phrases) !== JSON.stringify({ shop: phrase, expert: phrase });
      });
      return [...faults, ...strange.map(() => `ACK is not of plan ${digest.slice(0, 12)} and its phrase`)];
    },
  },
  {
    id: 'I9 only values of the plan are written, and the old ones only on the way back',
    find: (evidence) => {
      const { plan } = evidence;
      const allowed = plan.kind === 'coding' ? plan.writes : [];
      return ofTarget(evidence)
        .filter(({ bytes, durable, at }) => {
          if (!isValueWrite(bytes)) return false;
          const back = holds(durable, 'RESTORE_INTENT');
          const unknown = journalFailed(evidence, at);
          const value = hex(bytes.subarray(3));
          return !allowed.some(
            ({ did, before, after }) =>
              did === didOf(bytes) && ((value === after && !back) || (value === before && (back || unknown))),
          );
        })
        .map(show);
    },
  },
  {
    id: 'I14 nobody agrees before every gate has held, whoever asks',
    find: ({ journal }) =>
      journal.flatMap(({ type }, at) => {
        if (type !== 'ACK') return [];
        const gates = journal.slice(0, at).findLast((line) => line.type === 'GATES')?.record.gates;
        const held = new Set(
          Array.isArray(gates) ? gates.filter(({ holds: yes }) => yes === true).map(({ gate }) => gate) : [],
        );
        return ASKED.filter((gate) => !held.has(gate)).map((gate) => `${gate} did not hold`);
      }),
  },
];
