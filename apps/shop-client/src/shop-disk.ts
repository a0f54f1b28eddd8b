import { join } from 'node:path';
import { newId, type Organisation, rulesWords, type Signer } from '@baylink/contracts';
import { type Chance, type Clock, type Disk, err, ok, type Result } from '@baylink/kernel';
import { BrokerApi } from '@baylink/transport-tunnel/http';
import { AgreementBook } from './agreements/agreement-book.js';
import { BackupStore } from './backup/backup-store.js';
import { folderBlobs } from './backup/folder-blobs.js';
import { brokerBlobs } from './broker/broker-blobs.js';
import { EpochFile } from './broker/epoch-file.js';
import { readPairing } from './broker/pairing-desk.js';
import { CaseDesk } from './case/case-desk.js';
import { readBootId } from './facts/boot-id.js';
import { listJournals } from './journal/reader.js';
import { openDeviceKey, withoutDeviceKey } from './keys/device-key.js';
import { KeyAttempts } from './keys/key-attempts.js';
import { admitRules } from './profile/profile-versions.js';
import { Acknowledger } from './run/acknowledger.js';
import { type JobRules, rulesOfJobs } from './run/job-rules.js';
import { type Recovered, recoverJobs, type Unfinished } from './run/recover-jobs.js';
import type { ShopSettings } from './shop-options.js';
import { Staging } from './staging/staging.js';

/** What lies on the shop's disk, opened and checked before anything else is started. */
export interface ShopDisk {
  readonly disk: Disk;
  /** With the rules that are in force: those of the open job, where the shop's own are in doubt. */
  readonly settings: ShopSettings;
  readonly signer: Signer;
  readonly api: BrokerApi;
  readonly agreements: AgreementBook;
  readonly acknowledger: Acknowledger;
  readonly attempts: KeyAttempts;
  readonly epochs: EpochFile;
  readonly cases: CaseDesk;
  readonly staging: Staging;
  readonly backups: BackupStore;
  readonly recovered: Recovered;
  /** Whom a person has pinned here; the error: nobody can say whom. */
  readonly organisation: Result<Organisation | undefined, string>;
  /** What is wrong on the disk, a sentence each. While there is one no new job is begun. */
  readonly problems: readonly string[];
}

/**
 * A document that cannot be read ends the start with its sentence, and an open job goes on without it: it is read in the
 * strictest way, what is wrong is told, and no new job is begun until the file is right again. The journals come first.
 */
export async function openShopDisk(
  settings: ShopSettings,
  disk: Disk,
  clock: Clock,
  chance: Chance,
): Promise<Result<ShopDisk, string>> {
  const { data, broker, journal: journals, unusable } = settings;
  const wrong = [...settings.doubts, ...unusable];
  if (wrong.length > 0 && !(await mayHoldJobs(disk, journals))) return err(wrong.join(' '));
  const doubts = [...unusable];
  const certain = <T>(found: Result<T, string>): T | undefined => {
    if (found.ok) return found.value;
    doubts.push(found.error);
    return undefined;
  };
  const bootId = await readBootId(newId(chance));
  const signer =
    certain(await openDeviceKey(data)) ?? (await withoutDeviceKey('this shop’s device key cannot be read'));
  const limits = settings.doubts.length > 0 ? settings.doubts : await admitRules(disk, data, settings.rules);
  const api = new BrokerApi(broker, { role: 'shop', signer }, clock);
  const agreements = certain(await AgreementBook.open(disk, data, clock));
  const acknowledger = certain(await Acknowledger.open(disk, data, signer, clock, bootId));
  const attempts = certain(await KeyAttempts.open(disk, data, clock));
  const epochs = certain(await EpochFile.open(disk, data));
  const cases = certain(await CaseDesk.open(disk, data, clock));
  const organisation = await readPairing(disk, data);
  certain(organisation);
  const staging = new Staging(disk, join(data, 'staging'));
  const seconds = settings.secondDisk === undefined ? [] : [folderBlobs(disk, settings.secondDisk)];
  const backups = new BackupStore(disk, join(data, 'backups'), ...seconds, brokerBlobs(api));
  const usedCounter = acknowledger?.used ?? Number.MAX_SAFE_INTEGER;
  const rulesOf = rulesOfJobs(disk, journals, settings, limits);
  const recovered = await recoverJobs({ disk, journals, rulesOf, bootId, usedCounter, staging, backups });
  const unfinished = recovered.unfinished && within(recovered.unfinished);
  doubts.unshift(...(unfinished === undefined ? limits : toldOf(unfinished)));
  const why = doubts.join(' ');
  if (why !== '' && unfinished === undefined) return err([...doubts, ...recovered.problems].join(' '));
  const target = unfinished?.plan.target;
  return ok({
    disk,
    settings: { ...settings, ...(unfinished && rulesIn(unfinished)) },
    signer,
    api,
    agreements: agreements ?? AgreementBook.inDoubt(disk, data, clock, why),
    acknowledger: acknowledger ?? Acknowledger.inDoubt(disk, data, signer, clock, bootId, why),
    attempts: attempts ?? KeyAttempts.inDoubt(disk, data, clock, why, target),
    epochs: epochs ?? EpochFile.inDoubt(disk, data),
    cases: cases ?? CaseDesk.inDoubt(disk, data, clock),
    staging,
    backups,
    recovered: { ...recovered, unfinished },
    organisation,
    problems: [...doubts, ...recovered.problems],
  });
}

/** A folder that cannot be looked through may hold any. */
const mayHoldJobs = async (disk: Disk, journals: string): Promise<boolean> =>
  (await listJournals(disk, journals).catch(() => [journals])).length > 0;

const rulesIn = ({ rules: { profile, rules } }: Unfinished): JobRules => ({ profile, rules });

/** Under which rules the open job goes on, where they are not the shop's own. */
function toldOf({ rules, plan }: Unfinished): readonly string[] {
  switch (rules.from) {
    case 'the shop':
      return [];
    case 'its beginning':
      return [
        `${rules.why} Job ${plan.job} goes on under the rules that it was begun under (${rulesWords(rules.rules)}); no new job begins before that is put right and the shop client was started again.`,
      ];
    case 'nowhere':
      return [rules.why];
  }
}

/** What the shop or the profile forbids is not known: nothing is written until it is, and the session of the unit is kept. (I14) */
function within(unfinished: Unfinished): Unfinished {
  const { rules } = unfinished;
  if (rules.from !== 'nowhere') return unfinished;
  const next = 'Keep power and cable connected, put that right, then start the shop client again.';
  return { ...unfinished, standstill: { why: rules.why, next }, ready: async () => err(`${rules.why} ${next}`) };
}
