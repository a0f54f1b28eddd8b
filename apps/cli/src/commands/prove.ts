import { writeFileSync } from 'node:fs';
import { canonical } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import { proveEntry, proveGrowth } from '@baylink/ledger';
import { Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { sentence } from '../expert/desk/stops.js';
import { Stop, tell, tellJson } from '../say.js';
import { checkpointFor, read, textIn } from './ledger-files.js';

interface Options {
  readonly entry?: number;
  readonly since?: string;
  readonly checkpoint?: string;
  readonly out: string;
  readonly json?: true;
}

/** `baylink prove FILE`: makes a proof that `baylink verify` checks without the recording. */
export const proveCommand = (): Command =>
  new Command('prove')
    .description('prove one entry of a ledger, or that it only grew, to somebody who does not have the recording')
    .argument('<file>', 'evidence file from the broker, or a live ledger of a shop')
    .addOption(new Option('--entry <number>', 'the entry that is proved, counted from 0').argParser(numbered))
    .option('--since <file>', 'an older checkpoint of this ledger: the newest one is proved to begin with it')
    .option('--checkpoint <file>', 'a checkpoint from elsewhere; FILE.checkpoint is used when it is there')
    .requiredOption('--out <file>', 'where the proof is written; it must not be there')
    .option('--json', 'the result as one JSON document')
    .action(async (file: string, options: Options) => {
      const { entry, since, out } = options;
      const kept = checkpointFor(file, options.checkpoint);
      const ledger = read(file);
      const proof =
        entry !== undefined && since === undefined
          ? await proveEntry(ledger, entry, kept)
          : since !== undefined && entry === undefined
            ? await proveGrowth(ledger, textIn(since), kept)
            : undefined;
      if (proof === undefined)
        throw new Stop(exitCodes.usage, 'Say what is to be proved: --entry or --since, one of them.');
      if (!proof.ok) throw new Stop(exitCodes.failed, sentence(proof.error));
      const text = canonical(proof.value);
      if (!text.ok) throw new Error(text.error);
      write(out, `${text.value}\n`);
      if (options.json) tellJson({ event: 'proved', proves: proof.value.proves, file: out });
      else tell(`The proof is in ${out}; whoever has it runs: baylink verify ${out} --shop THUMBPRINT`);
    });

function numbered(text: string): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(number)) throw new Stop(exitCodes.usage, `--entry ${text}: an entry is a number from 0.`);
  return number;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (failure) {
    throw new Stop(
      exitCodes.usage,
      `${file} cannot be written (${errorText(failure)}); name a file that is not there.`,
    );
  }
}
