import { publicJwk } from '@baylink/contracts';
import { z } from 'zod';
import type { Identity, IdentityStore } from './identity.js';

const STORE = 'identity';
const SLOT = 'expert';

const stored = z.strictObject({
  name: z.string(),
  key: z.custom<CryptoKey>((value) => value instanceof CryptoKey),
  jwk: publicJwk,
  thumbprint: z.string(),
  enrolment: z.string().nullable(),
  certificate: z.string().nullable(),
});

/** One record in this origin's IndexedDB. The key is stored as a handle: its bytes stay inside the browser. */
export function indexedDbStore(database = 'baylink-console'): IdentityStore {
  const run = async <T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const db = await open(database);
    try {
      const transaction = db.transaction(STORE, mode, { durability: 'strict' });
      const result = await settled(work(transaction.objectStore(STORE)));
      await committed(transaction);
      return result;
    } finally {
      db.close();
    }
  };
  return {
    async load() {
      const parsed = stored.safeParse(await run('readonly', (store) => store.get(SLOT)));
      return parsed.success ? parsed.data : undefined;
    },
    async save(identity: Identity) {
      await run('readwrite', (store) => store.put(identity, SLOT));
    },
    async forget() {
      await run('readwrite', (store) => store.delete(SLOT));
    },
  };
}

function open(database: string): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed without a reason'));
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB aborted without a reason'));
  });
}
