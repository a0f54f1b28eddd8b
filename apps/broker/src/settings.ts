import type { Rate } from './http/token-bucket.js';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** What a broker is started with. */
export interface BrokerSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Everything the broker keeps lies here; created with mode 0700 when absent. */
  readonly dataDir: string;
  /** A directory with the built console, served at `/`. */
  readonly consoleDir?: string;
  readonly logLevel: LogLevel;
  /** Other addresses of this broker, as clients behind a proxy type them. */
  readonly publicUrls: readonly string[];
  /** Pages served elsewhere that may use this broker. */
  readonly allowOrigins: readonly string[];
  readonly limits: Limits;
}

export interface Limits {
  readonly blobBytes: number;
  /** Everything that one shop may store as blobs, in bytes. */
  readonly blobQuota: number;
  /** One visit's ledger, in bytes. */
  readonly ledgerBytes: number;
  /** HTTP requests of one address. */
  readonly http: Rate;
  /** Messages of one socket. */
  readonly socketMessages: Rate;
  /** Bytes that may wait for one destination before its sources are held back. */
  readonly outboxHighWater: number;
  /** A destination that makes no room within this time is disconnected; its stream resumes later. Milliseconds. */
  readonly outboxStall: number;
  /** Bytes that an expert's socket may have sent without waiting for acknowledgements. */
  readonly expertInbox: number;
  /** Windows and programs of one expert that may be connected at once. */
  readonly socketsPerExpert: number;
}

const MiB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  blobBytes: 64 * MiB,
  blobQuota: 8192 * MiB,
  ledgerBytes: 256 * MiB,
  http: { burst: 300, perSecond: 50 },
  socketMessages: { burst: 2000, perSecond: 1000 },
  outboxHighWater: 512 * 1024,
  outboxStall: 15_000,
  expertInbox: 8 * MiB,
  socketsPerExpert: 16,
};
