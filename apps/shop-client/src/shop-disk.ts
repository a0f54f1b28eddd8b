import { join } from 'node:path';
import { newId, type Signer } from '@baylink/contracts';
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
import { openDeviceKey, withoutDeviceKey } from './keys/device-key.js';
import { KeyAttempts } from './keys/key-attempts.js';
import { admitProfile } from './profile/profile-versions.js';
import { Acknowledger } from './run/acknowledger.js';
import { type Recovered, recoverJobs, type Unfinished } from './run/recover-jobs.js';
import type { ShopSettings } from './shop-options.js';
import { Staging } from './staging/staging.js';

/** What lies on the shop's disk, opened and checked before anything else is started. */
export interface ShopDisk {
  readonly disk: Disk;
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
  const { data, broker, journal: journals, profile } = settings;
  const doubts: string[] = [];
  const certain = <T>(found: Result<T, string>): T | undefined => {
    if (found.ok) return found.value;
    doubts.push(found.error);
    return undefined;
  };
  const bootId = await readBootId(newId(chance));
  const signer =
    certain(await openDeviceKey(data)) ?? (await withoutDeviceKey('this shop’s device key cannot be read'));
  const limits = settings.doubt === undefined ? [] : [settings.doubt];
  const overlays = settings.rules.overlays.map(({ id, version }) => ({ id: `overlay ${id}`, version }));
  for (const used of [profile, ...overlays]) {
    const admitted = await admitProfile(disk, data, used);
    if (!admitted.ok) limits.push(admitted.error);
  }
  doubts.push(...limits);
  const api = new BrokerApi(broker, { role: 'shop', signer }, clock);
  const agreements = certain(await AgreementBook.open(disk, data, clock));
  const acknowledger = certain(await Acknowledger.open(disk, data, signer, clock, bootId));
  const attempts = certain(await KeyAttempts.open(disk, data, clock));
  const epochs = certain(await EpochFile.open(disk, data));
  const cases = certain(await CaseDesk.open(disk, data, clock));
  certain(await readPairing(disk, data));
  const staging = new Staging(disk, join(data, 'staging'));
  const seconds = settings.secondDisk === undefined ? [] : [folderBlobs(disk, settings.secondDisk)];
  const backups = new BackupStore(disk, join(data, 'backups'), ...seconds, brokerBlobs(api));
  const usedCounter = acknowledger?.used ?? Number.MAX_SAFE_INTEGER;
  const recovered = await recoverJobs({ disk, journals, profile, bootId, usedCounter, staging, backups });
  const unfinished = recovered.unfinished && within(recovered.unfinished, limits);
  const why = doubts.join(' ');
  if (why !== '' && unfinished === undefined) return err([...doubts, ...recovered.problems].join(' '));
  const target = unfinished?.plan.target;
  return ok({
    disk,
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
    problems: [...doubts, ...recovered.problems],
  });
}

/** What the shop or the profile forbids is not known: nothing is written until it is, and the session of the unit is kept. (I14) */
function within(unfinished: Unfinished, limits: readonly string[]): Unfinished {
  if (limits.length === 0) return unfinished;
  const why = limits.join(' ');
  const next = 'Keep power and cable connected, put that right, then start the shop client again.';
  return { ...unfinished, standstill: { why, next }, ready: async () => err(`${why} ${next}`) };
}
