import { err, ok } from '@baylink/kernel';
import type { BrokerApi } from '@baylink/transport-tunnel/http';
import type { RemoteBlobs } from '../backup/backup-store.js';

/** The broker as the second medium of a backup. */
export const brokerBlobs = (api: BrokerApi): RemoteBlobs => ({
  medium: 'broker',
  async put(sha256, bytes) {
    const stored = await api.putBlob(bytes);
    if (!stored.ok) return err(stored.error.sentence);
    return stored.value === sha256 ? ok() : err('it stored other bytes.');
  },
  async get(sha256) {
    const bytes = await api.blob(sha256);
    return bytes.ok ? ok(bytes.value) : err(bytes.error.sentence);
  },
});
