import { createHash } from 'node:crypto';
import { hex } from '@baylink/kernel';
import { type Claim, holds, isFinal, ofTarget, show } from '../claim.js';
import type { Evidence } from '../evidence.js';
import { linesOf } from '../journal.js';
import { isErase, isValueWrite, isWrite } from '../requests.js';

/** The sample car's own figures, in mV. */
const BAND = { low: 13_600, high: 14_200 };
const CRITICAL = 10_500;
/** A dedicated source says something at least so often, in ms. */
const FRESH = 250;

/** SHA-256 of the signed bytes themselves. */
const digestOf = (jws: string): string =>
  createHash('sha256')
    .update(Buffer.from(jws.split('.')[1] ?? '', 'base64url'))
    .digest('hex');

const firstFinal = (evidence: Evidence) => ofTarget(evidence).filter(({ bytes }) => isFinal(bytes))[0];

/** What must be so before anything is written. */
export const GATE_CLAIMS: readonly Claim[] = [
  {
    id: 'I1 nothing is written without a durable agreement to this very plan',
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
    id: 'I1 nothing is written below the critical voltage that the source has told',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, told }) => isWrite(bytes) && told.millivolts < CRITICAL)
        .map((seen) => `${show(seen)} with ${seen.told.millivolts} mV`),
  },
  {
    id: 'I13 the first write follows a fresh reading inside the band; silence and nonsense are no reading',
    find: (evidence) => {
      const first = firstFinal(evidence);
      if (first === undefined) return [];
      const { millivolts, age } = first.told;
      const good = millivolts >= BAND.low && millivolts <= BAND.high && age <= FRESH;
      return good ? [] : [`${show(first)} with ${millivolts} mV, ${age.toFixed(0)} ms old`];
    },
  },
  {
    id: 'I2 the intent to erase is durable before the erase',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => isErase(bytes) && !holds(durable, 'ERASE_INTENT', 'RESTORE_INTENT'))
        .map(show),
  },
  {
    id: 'I3 the backup is durable, on two media, before anything is written',
    find: (evidence) =>
      ofTarget(evidence)
        .filter(({ bytes, durable }) => {
          if (!isWrite(bytes)) return false;
          const backup = linesOf(durable).find(({ type }) => type === 'BACKUP')?.record;
          const places = Array.isArray(backup?.places) ? backup.places : [];
          return new Set(places.map(({ medium }) => medium)).size < 2;
        })
        .map(show),
  },
  {
    id: 'I9 what is executed is what was signed and agreed to',
    find: ({ journal, jws, plan }) => {
      const digest = digestOf(jws);
      return journal
        .filter(({ type, record }) => (type === 'PLAN' && record.job === plan.job) || type === 'ACK')
        .filter(({ record }) => !JSON.stringify(record).includes(digest))
        .map(({ type }) => `${type} is not of plan ${digest.slice(0, 12)}`);
    },
  },
  {
    id: 'I9 only values of the plan are written',
    find: (evidence) => {
      const { plan } = evidence;
      const allowed = plan.kind === 'coding' ? plan.writes : [];
      const values = new Set(allowed.flatMap(({ did, before, after }) => [`${did} ${before}`, `${did} ${after}`]));
      return ofTarget(evidence)
        .filter(({ bytes }) => isValueWrite(bytes))
        .filter(({ bytes }) => !values.has(`${((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)} ${hex(bytes.subarray(3))}`))
        .map(show);
    },
  },
  {
    id: 'I14 nobody agrees before every gate has held, whoever asks',
    find: ({ journal }) => {
      const agreed = journal.findIndex(({ type }) => type === 'ACK');
      if (agreed < 0) return [];
      const gates = journal.slice(0, agreed).findLast(({ type }) => type === 'GATES')?.record.gates;
      if (!Array.isArray(gates) || gates.length === 0) return ['no gates in the journal'];
      return gates
        .filter(({ gate, holds: yes }) => yes !== true && gate !== 'USER_ACKNOWLEDGMENT')
        .map(({ gate }) => `${gate} did not hold`);
    },
  },
];
