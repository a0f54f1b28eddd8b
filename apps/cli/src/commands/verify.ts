import { existsSync, readFileSync } from 'node:fs';
import { rulesWords } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import { type Verification, verifyLedger } from '@baylink/ledger';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { explain, Stop, tell, tellJson } from '../say.js';

interface Options {
  readonly shop?: string;
  readonly checkpoint?: string;
  readonly json?: true;
}

/** `baylink verify FILE`: checks a ledger offline. Exit codes: 0 OK, 2 unreadable, 3 TAMPERED, 4 TRUNCATED, 5 UNCLOSED. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('check a ledger offline: 0 OK, 2 unreadable, 3 TAMPERED, 4 TRUNCATED, 5 UNCLOSED')
    .argument('<file>', 'evidence file from the broker, or a live ledger of a shop')
    .option('--shop <thumbprint>', 'the shop key that you expect')
    .option('--checkpoint <file>', 'a checkpoint from elsewhere; FILE.checkpoint is used when it is there')
    .option('--json', 'the result as one JSON document')
    .action(async (file: string, options: Options) => {
      const beside = `${file}.checkpoint`;
      const checkpoint = options.checkpoint ?? (existsSync(beside) ? beside : undefined);
      const result = await verifyLedger(read(file), {
        ...(options.shop === undefined ? {} : { shopThumbprint: options.shop }),
        ...(checkpoint === undefined ? {} : { checkpoint: read(checkpoint).toString('utf8').trim() }),
      });
      if (options.json) tellJson(result);
      else show(result);
      process.exitCode = result.exitCode;
    });

function show(result: Verification): void {
  tell(`${result.outcome}: ${result.sentence}`);
  for (const rules of result.summary?.rules ?? []) explain(`judged by ${rulesWords(rules)}`);
  if (result.checkpoint) explain(`signed by the shop: ${result.signed} of ${result.entries} entries`);
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (failure) {
    throw new Stop(exitCodes.usage, `${file} cannot be read (${errorText(failure)}).`);
  }
}
