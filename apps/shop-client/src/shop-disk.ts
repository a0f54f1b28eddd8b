import { join } from 'node:path';
import { newId, type Signer } from '@baylink/contracts';
import { type Chance, type Clock, type Disk, ok, type Result } from '@baylink/kernel';
import { BrokerApi } from '@baylink/transport-tunnel/http';
import { AgreementBook } from './agreements/agreement-book.js';
import { BackupStore } from './backup/backup-store.js';
import { folderBlobs } from './backup/folder-blobs.js';
import { brokerBlobs } from './broker/broker-blobs.js';
import { EpochFile } from './broker/epoch-file.js';
import { CaseDesk } from './case/case-desk.js';
import { readBootId } from './facts/boot-id.js';
import { openDeviceKey } from './keys/device-key.js';
import { KeyAttempts } from './keys/key-attempts.js';
import { admitProfile } from './profile/profile-versions.js';
import { Acknowledger } from './run/acknowledger.js';
import { type Recovered, recoverJobs } from './run/recover-jobs.js';
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
}

export async function openShopDisk(
  settings: ShopSettings,
  disk: Disk,
  clock: Clock,
  chance: Chance,
): Promise<Result<ShopDisk, string>> {
  const { data, broker, journal: journals, profile } = settings;
  const signer = await openDeviceKey(data);
  if (!signer.ok) return signer;
  const overlays = settings.rules.overlays.map(({ id, version }) => ({ id: `overlay ${id}`, version }));
  for (const used of [profile, ...overlays]) {
    const admitted = await admitProfile(disk, data, used);
    if (!admitted.ok) return admitted;
  }
  const api = new BrokerApi(broker, { role: 'shop', signer: signer.value }, clock);
  const bootId = await readBootId(newId(chance));
  const agreements = await AgreementBook.open(disk, data, clock);
  if (!agreements.ok) return agreements;
  const acknowledger = await Acknowledger.open(disk, data, signer.value, clock, bootId);
  if (!acknowledger.ok) return acknowledger;
  const attempts = await KeyAttempts.open(disk, data, clock);
  if (!attempts.ok) return attempts;
  const epochs = await EpochFile.open(disk, data);
  if (!epochs.ok) return epochs;
  const cases = await CaseDesk.open(disk, data, clock);
  if (!cases.ok) return cases;
  const staging = new Staging(disk, join(data, 'staging'));
  const seconds = settings.secondDisk === undefined ? [] : [folderBlobs(disk, settings.secondDisk)];
  const backups = new BackupStore(disk, join(data, 'backups'), ...seconds, brokerBlobs(api));
  const usedCounter = acknowledger.value.used;
  const recovered = await recoverJobs({ disk, journals, profile, bootId, usedCounter, staging, backups });
  if (!recovered.ok) return recovered;
  return ok({
    disk,
    signer: signer.value,
    api,
    agreements: agreements.value,
    acknowledger: acknowledger.value,
    attempts: attempts.value,
    epochs: epochs.value,
    cases: cases.value,
    staging,
    backups,
    recovered: recovered.value,
  });
}
