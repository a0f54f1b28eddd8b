import 'reflect-metadata';
import { accessSync, constants, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { type Chance, type Clock, errorText } from '@baylink/kernel';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Logger } from 'pino';
import { BlobFiles } from './blobs/blob-files.js';
import { brokerModule } from './broker.module.js';
import { Metrics } from './health/metrics.js';
import { watchCounts } from './health/watch-counts.js';
import { bodyPipe } from './http/body.pipe.js';
import { serveConsole } from './http/console-files.js';
import { guardEdge } from './http/edge.js';
import { describeApi } from './http/openapi.js';
import { Origins } from './http/origins.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RateLimiter } from './http/rate-limiter.js';
import { ResultInterceptor } from './http/result.interceptor.js';
import { openBrokerKeys } from './identity/broker-keys.js';
import { BrokerCannotStart, errorCode } from './process/cannot-start.js';
import { makeLog, nestLog } from './process/log.js';
import { ExpertDoor } from './relay/expert-door.js';
import { ShopDoor } from './relay/shop-door.js';
import { type BrokerSettings, DEFAULT_LIMITS, type Limits } from './settings.js';
import { nextEpoch } from './store/broker-state.js';
import { type Database, openDatabase } from './store/database.js';

/** What a caller must say, and what it may leave to the defaults. */
export type BrokerOptions = Pick<BrokerSettings, 'dataDir'> &
  Partial<Omit<BrokerSettings, 'dataDir' | 'limits' | 'consoleDir'>> & {
    readonly consoleDir?: string | undefined;
    readonly limits?: Partial<Limits>;
    readonly clock?: Clock;
    readonly chance?: Chance;
  };

export interface RunningBroker {
  /** Where it answers, with the port that it really has. */
  readonly url: string;
  readonly port: number;
  /** Grows with every start on the same data directory. */
  readonly epoch: number;
  /** Ends all connections and lets go of the data directory. May be called twice. */
  close(): Promise<void>;
}

/** Starts a broker in this process. Rejects with `BrokerCannotStart`, whose message is one sentence for a person. */
export async function runBroker(options: BrokerOptions): Promise<RunningBroker> {
  const settings = settingsOf(options);
  const log = makeLog(settings.logLevel);
  prepareDataDir(settings.dataDir);
  const db = await openDatabase(settings.dataDir);
  try {
    return await listen(settings, db, log, options.clock ?? systemClock(), options.chance ?? systemChance());
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function listen(
  settings: BrokerSettings,
  db: Database,
  log: Logger,
  clock: Clock,
  chance: Chance,
): Promise<RunningBroker> {
  const keys = await openBrokerKeys(settings.dataDir);
  const epoch = await nextEpoch(db);
  const origins = new Origins(settings.publicUrls, settings.allowOrigins);
  const root = brokerModule({ settings, db, log, clock, chance, keys, epoch, origins });
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: nestLog(log),
    bodyParser: false,
    abortOnError: false,
  });
  const metrics = app.get(Metrics);
  guardEdge(app, { origins, log, metrics, limiter: new RateLimiter(settings.limits.http, clock) });
  app.useBodyParser('json', { limit: '64kb' });
  if (settings.consoleDir !== undefined) serveConsole(app, settings.consoleDir);
  app.useGlobalFilters(new ProblemFilter(log, settings.dataDir));
  app.useGlobalInterceptors(new ResultInterceptor());
  app.useGlobalPipes(bodyPipe());
  describeApi(app);
  await app.get(BlobFiles).prepare();
  await app.init();
  const server: Server = app.getHttpServer();
  const shops = app.get(ShopDoor);
  const experts = app.get(ExpertDoor);
  const port = await bind(server, settings);
  origins.bound(settings.host, port);
  shops.attach(server);
  experts.attach(server);
  watchCounts(app);
  const url = `http://${urlHost(settings.host)}:${port}`;
  log.info({ url, epoch }, 'broker is ready');
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    shops.close();
    experts.close();
    server.closeIdleConnections();
    const closed = new Promise<void>((done) => server.close(() => done()));
    setTimeout(() => {
      shops.terminate();
      server.closeAllConnections();
    }, GRACE_MS).unref();
    await closed;
    await app.close();
    await db.destroy();
    log.info('broker has stopped');
  };
  return {
    url,
    port,
    epoch,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** How long open requests may take to finish once the broker is asked to stop. */
const GRACE_MS = 2000;

function settingsOf({ clock: _clock, chance: _chance, limits, consoleDir, ...given }: BrokerOptions): BrokerSettings {
  const defaults = { host: '127.0.0.1', port: 0, logLevel: 'info', publicUrls: [], allowOrigins: [] } as const;
  const settings = { ...defaults, ...given, limits: { ...DEFAULT_LIMITS, ...limits } };
  return consoleDir === undefined ? settings : { ...settings, consoleDir };
}

function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new BrokerCannotStart(
      `The data directory ${dataDir} cannot be used (${errorText(error)}); name one that this user may write with --data.`,
    );
  }
}

/** Answers the port that the system gave. */
function bind(server: Server, { host, port }: BrokerSettings): Promise<number> {
  return new Promise((bound, failed) => {
    server.once('error', (error) => failed(new BrokerCannotStart(bindFailure(host, port, error))));
    server.listen({ host, port }, () => {
      const address = server.address();
      bound(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function bindFailure(host: string, port: number, error: Error): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another program; stop it, or choose another port with --port (0 takes any free one).`;
    case 'EACCES':
      return `Port ${port} on ${host} may not be opened by this user; choose one of 1024 or higher with --port.`;
    default:
      return `The broker cannot listen on ${host}:${port} (${errorText(error)}); check --host and --port.`;
  }
}

const urlHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
};
