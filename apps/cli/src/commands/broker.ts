import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { Stop, tell, tellJson } from '../say.js';
import { untilSignal } from '../signals.js';

interface Options {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly console?: string;
  readonly publicUrl: readonly string[];
  readonly allowOrigin: readonly string[];
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  readonly json?: true;
}

/** The console as this checkout has built it; absent in an installation without it. */
const BUILT_CONSOLE = fileURLToPath(new URL('../../../expert-console/dist', import.meta.url));

/** `baylink broker`: runs until a signal ends it. Its program is loaded when it is asked for. */
export const brokerCommand = (): Command =>
  new Command('broker')
    .description('connect shops and experts; keeps everything in one folder')
    .option('--data <folder>', 'where the broker keeps what it knows', './baylink-broker')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0 takes a free one', parsePort, 8080)
    .option('--console <folder>', 'the built console, served at /; the one of this checkout when it is built')
    .option('--public-url <url>', 'another address of this broker, as clients type it', collect, [])
    .option('--allow-origin <url>', 'a page served elsewhere that may use this broker', collect, [])
    .addOption(new Option('--log-level <level>').choices(['silent', 'error', 'warn', 'info', 'debug']).default('warn'))
    .option('--json', 'say where it listens as one JSON line')
    .action(async (options: Options) => {
      const consoleDir = options.console ?? (existsSync(BUILT_CONSOLE) ? BUILT_CONSOLE : undefined);
      const broker = await start(options, consoleDir);
      if (options.json) tellJson({ url: broker.url, epoch: broker.epoch });
      else tell(`The broker listens on ${broker.url}`);
      await untilSignal();
      await broker.close();
    });

async function start(options: Options, consoleDir: string | undefined) {
  const { data: dataDir, host, port, publicUrl: publicUrls, allowOrigin: allowOrigins, logLevel } = options;
  const { BrokerCannotStart, runBroker } = await import('@baylink/broker');
  try {
    return await runBroker({ dataDir, host, port, consoleDir, publicUrls, allowOrigins, logLevel });
  } catch (failure) {
    if (failure instanceof BrokerCannotStart) throw new Stop(exitCodes.usage, failure.message);
    throw failure;
  }
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535.');
}
