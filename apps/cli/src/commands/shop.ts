import type { ShopOptions } from '@baylink/shop-client';
import { Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { explain, Stop, tell, tellJson } from '../say.js';
import { untilSignal } from '../signals.js';

interface Options extends Omit<ShopOptions, 'bayHost'> {
  readonly json?: true;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `baylink shop`: the shop client beside the car, until a signal ends it. The bay screen is on loopback only. Its program is loaded when it is asked for. */
export const shopCommand = (): Command =>
  new Command('shop')
    .description('the shop client: owns the vehicle link, judges every request, serves the bay screen')
    .option('--data <folder>', 'keys, pairing, staged files, backups, ledgers', './baylink-shop')
    .option('--name <name>', 'name of the shop, as experts see it', 'Workshop')
    .option('--broker <url>', 'the broker', 'http://127.0.0.1:8080')
    .requiredOption(
      '--link <link>',
      'slcan:PATH, socketcan:INTERFACE, elm:PATH, doip:HOST, doips:HOST?ca=FILE, kline:PATH, j2534:LIBRARY or sim:SCRIPT; `baylink discover` finds it, docs/seams.md has the options',
    )
    .option(
      '--profile <profile>',
      'vehicle profile: an id of `baylink profile list`, or a signed file; "unknown" is the strictest',
      'unknown',
    )
    .option(
      '--overlay <file>',
      'a signed file that adds units to the profile, or makes it stricter; may be given several times',
      collect,
      [],
    )
    .option(
      '--voltage <source>',
      'a file or FIFO with volts, adapter, supply:PATH, unit:UNIT:DID or obd:UNIT; may be given twice',
      collect,
      [],
    )
    .option('--policy <file>', 'what this shop wants stricter than the profile, JSON')
    .option('--backup-folder <dir>', 'a folder on another disk or a stick: a second copy of every backup')
    .option('--tap <file>', 'every chunk at the last function before the driver: NANOSECONDS tx|rx HEX CHANNEL')
    .option('--trace <file>', 'what is said on the link, for people: a line a message, without secrets')
    .option('--journal <folder>', 'journals of write jobs (default DATA/journal)')
    .option('--bay-port <n>', 'port of the bay screen; 0 takes a free one', parsePort, 0)
    .option('--json', 'say where the bay screen is as one JSON line')
    .action(async ({ json, ...options }: Options) => {
      const { runShop } = await import('@baylink/shop-client');
      const shop = await runShop({ ...options, bayHost: '127.0.0.1' });
      if (!shop.ok) throw new Stop(exitCodes.usage, shop.error);
      for (const notice of shop.value.notices) explain(notice);
      if (json) tellJson({ event: 'ready', bay: shop.value.bay, thumbprint: shop.value.thumbprint });
      else tell(`The bay screen: ${shop.value.bay}`);
      await untilSignal();
      await shop.value.close();
    });

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535.');
}
