import { hex } from '@baylink/kernel';
import type { Seen } from '../../world/tap.js';
import { type Claim, holds, isFinal, ofTarget, show } from '../claim.js';
import type { Evidence } from '../evidence.js';
import { isDefaultSession, isKey, isSecurityAccess, isSeed, isTesterPresent, restoresTraffic } from '../requests.js';

/** Entries of the ledger reach the disk together, at the latest after this time; a power cut may take the last of them. */
const LEDGER_WINDOW = 1_500;
/** A process that dies sooner could not tell anybody. */
const TOLD = 100;
const ENDED = 'The record of this visit cannot be written';
const JOURNAL = '.journal';
/** A file that takes the place of another once it has been forced. */
const REPLACING = '.new';
const LEDGER = '.jsonl';
/** Where a shop keeps the highest epoch, and how soon that is on its disk. */
const EPOCH = 'broker-epoch';
const AT_ONCE = 1_000;

/** When people were told that the record of the visit is over. */
const ledgerFailed = ({ alarms }: Evidence): readonly number[] =>
  alarms.filter(({ sentence }) => sentence.startsWith(ENDED)).map(({ at }) => at);

/** So many entries may come between a message's own and its leaving: answers of other units. */
const NEAR = 8;

/** Whether the entry of a message was among the newest when it left. */
function entered({ recorded }: Evidence, { bytes, unit, ledger }: Seen): boolean {
  const before = recorded.findLastIndex(({ end }) => end <= ledger);
  const newest = recorded.slice(Math.max(0, before + 1 - NEAR), before + 1);
  const wanted = hex(bytes);
  return newest.some((entry) => entry.direction === 'tx' && entry.bytes === wanted && entry.unit === unit);
}

/** What a shop without a record may still send: the rest of what it has begun. (I17) */
const finishes = ({ bytes, durable }: Seen): boolean =>
  holds(durable, 'ERASE_INTENT', 'WRITE_INTENT') ||
  isTesterPresent(bytes) ||
  isDefaultSession(bytes) ||
  restoresTraffic(bytes);

/** Entries that no forced write had reached when the power went: those of the last moments in which the shop was at work. */
function lostInCut(evidence: Evidence, at: number): boolean {
  const { cuts, lives, pauses, syncs } = evidence;
  const life = lives.find(({ from, to }) => at >= from && at <= to);
  const asleep = pauses.filter(({ to }) => to >= at).map(({ from }) => from);
  const failed = ledgerFailed(evidence).filter((when) => when >= at - LEDGER_WINDOW);
  return cuts.some((cut) => {
    const forced = syncs.some((sync) => sync.path.endsWith(LEDGER) && sync.at > at && sync.at < cut);
    const worked = Math.min(cut, life?.to ?? cut, ...asleep, ...failed) - at;
    return cut >= at && !forced && worked <= LEDGER_WINDOW;
  });
}

/** A SHA-256, in which four bytes of a key stand by chance once in some hundred thousand runs; bytes of the wire are none. */
const DIGEST = /(?<!"bytes":)"[0-9a-f]{64}"/g;

/** What the shop has written down. */
export const RECORD_CLAIMS: readonly Claim[] = [
  {
    id: 'I8 an acknowledgement is used once',
    find: ({ journal }) => {
      const signatures = journal.filter(({ type }) => type === 'ACK').map(({ record }) => String(record.signature));
      const counters = journal.filter(({ type }) => type === 'ACK').map(({ record }) => Number(record.counter));
      const faults = signatures.length === new Set(signatures).size ? [] : ['one signature twice'];
      return counters.every((counter, at) => at === 0 || counter > (counters[at - 1] ?? 0))
        ? faults
        : [...faults, `counters ${counters.join()}`];
    },
  },
  {
    id: 'I15 the epoch of the broker never decreases',
    find: ({ journal }) => {
      const epochs = journal.filter(({ type }) => type === 'PLAN').map(({ record }) => Number(record.epoch));
      return epochs.flatMap((epoch, index) => (epoch < (epochs[index - 1] ?? 0) ? [`${epoch} after more`] : []));
    },
  },
  {
    id: 'I15 no plan is taken from a broker that is behind one that was heard before',
    find: ({ offers, lives, syncs, cuts }) =>
      offers.flatMap((offer, index) => {
        if (!offer.taken) return [];
        const ahead = offers.slice(0, index).find((before) => {
          if (before.epoch <= offer.epoch) return false;
          const same = lives.some(({ from, to }) => before.at >= from && before.at <= to && offer.at <= to);
          const kept = syncs.some(({ at, path }) => path.includes(EPOCH) && at >= before.at && at < offer.at);
          return same || (kept && !cuts.some((cut) => cut >= before.at && cut <= before.at + AT_ONCE));
        });
        return ahead === undefined ? [] : [`epoch ${offer.epoch} at ${offer.at.toFixed(0)} ms, after ${ahead.epoch}`];
      }),
  },
  {
    id: 'I16 everything on the wire is in the ledger before it leaves',
    find: (evidence) =>
      evidence.seen
        .filter(({ direction, bytes }) => direction === 'tx' && !isSecurityAccess(bytes))
        .filter((one) => !entered(evidence, one) && !lostInCut(evidence, one.at))
        .filter((one) => !(ledgerFailed(evidence).some((at) => at <= one.at) && finishes(one)))
        .map(show),
  },
  {
    id: 'I17 the file of a journal whose forced write failed is not forced again by that process',
    find: ({ failedSyncs, syncs, lives }) =>
      failedSyncs
        .filter(({ path }) => path.endsWith(JOURNAL))
        .flatMap(({ at, path }) => {
          const life = lives.find(({ from, to }) => at >= from && at <= to);
          const since = syncs.filter((sync) => sync.at >= at && sync.at <= (life?.to ?? at));
          const replaced = since.findIndex((sync) => sync.path === `${path}${REPLACING}`);
          const again = since
            .slice(0, replaced < 0 ? since.length : replaced)
            .filter((sync) => sync.path === path && sync.at > at);
          return again.map((sync) => `${path} at ${sync.at.toFixed(0)} ms`);
        }),
  },
  {
    id: 'I17 before the first write a failed journal ends the job',
    find: (evidence) =>
      evidence.failedSyncs
        .filter(({ path }) => path.endsWith(JOURNAL))
        .flatMap(({ at }) => {
          const life = evidence.lives.find(({ from, to }) => at >= from && at <= to);
          const final = ofTarget(evidence).filter(({ bytes }) => isFinal(bytes));
          if (final.some((one) => one.at <= at)) return [];
          return final.filter((one) => one.at > at && one.at <= (life?.to ?? at)).map(show);
        }),
  },
  {
    id: 'I17 after the first write a failed journal is told to people',
    find: (evidence) =>
      evidence.failedSyncs
        .filter(
          ({ path, at }) =>
            path.endsWith(JOURNAL) && ofTarget(evidence).some((one) => isFinal(one.bytes) && one.at <= at),
        )
        .filter(({ at }) => !evidence.alarms.some((alarm) => alarm.at >= at))
        .filter(({ at }) => evidence.lives.some(({ from, to }) => at >= from && to - at > TOLD))
        .map(({ at }) => `at ${at.toFixed(0)} ms`),
  },
  {
    id: 'I23 no seed and no key is in journal, ledger or alarms',
    find: (evidence) => {
      const keys = new Set(
        evidence.seen
          .filter(({ bytes, direction }) => (direction === 'tx' ? isKey(bytes) : isSeed(bytes)))
          .map(({ bytes }) => hex(bytes.subarray(2))),
      );
      const texts = [...evidence.texts, ...evidence.alarms.map(({ sentence }) => sentence)];
      const told = texts.map((text) => text.replaceAll(DIGEST, ''));
      return [...keys].filter((key) => key.length > 4 && told.some((text) => text.includes(key)));
    },
  },
];
