import { existsSync, writeFileSync } from 'node:fs';
import { digestHex } from '@baylink/contracts';
import { errorText, showHex } from '@baylink/kernel';
import { type Correction, inQuarantine } from '@baylink/shop-client';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { readFile } from '../expert/plan/firmware-file.js';
import { explain, Stop, tell, tellJson } from '../say.js';
import { type ReadingOptions, readingOf, readingOptions } from './reading-options.js';
import { collectSpec, SPEC_OR_CONTAINER, type Spec } from './spec-option.js';

interface Options extends ReadingOptions {
  readonly checksum: readonly Spec[];
  readonly out: string;
  readonly json?: true;
}

/** `baylink firmware correct`: a new file in which the named checksums are right. Never in place, never silently. */
export const correctCommand = (): Command => {
  const command = new Command('correct')
    .description('write a new file in which the checksums that you name are right, and say what was changed')
    .argument('<file>', 'the file; it is left as it is')
    .option('--checksum <name>', SPEC_OR_CONTAINER, collectSpec('all'), [])
    .requiredOption('--out <file>', 'the new file; it must not exist')
    .option('--json', 'the result as JSON lines')
    .action(async (path: string, options: Options) => {
      if (options.checksum.length === 0)
        throw new Stop(
          exitCodes.usage,
          'Name what is to be corrected with --checksum; nothing is corrected by itself.',
        );
      if (existsSync(options.out))
        throw new Stop(exitCodes.usage, `${options.out} exists and is not overwritten; name a new file with --out.`);
      const { outcome } = await inQuarantine('repairFirmware', readFile(path), {
        containers: options.checksum.flatMap((spec) => (spec.kind === 'container' ? [spec.name] : [])),
        blocks: options.checksum.flatMap((spec) => (spec.kind === 'block' ? [spec.block] : [])),
        reading: readingOf(options),
      });
      if (!outcome.ok) throw new Stop(exitCodes.usage, `${path}: ${outcome.error}`);
      const { file, corrections } = outcome.value;
      for (const correction of corrections) {
        if (options.json) tellJson({ event: 'corrected', ...correction, ...hexOf(correction) });
        else tell(lineOf(correction));
      }
      if (corrections.length === 0) {
        explain(`${path}: every checksum that you named is right already; no file was written.`);
        return;
      }
      write(options.out, file);
      const sha256 = digestHex(file);
      if (options.json) return tellJson({ event: 'written', file: options.out, bytes: file.length, sha256 });
      tell(`${options.out}: ${file.length} bytes, SHA-256 ${sha256}`);
      explain('It is another file than the publisher’s: no signature of the old one is good for it.');
    });
  for (const option of readingOptions()) command.addOption(option);
  return command;
};

const PLACE = { memory: 'at address', file: 'in the file at offset' } as const;
const digits = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const hexOf = ({ stored, computed }: Correction) => ({ stored: digits(stored), computed: digits(computed) });

function lineOf(correction: Correction): string {
  const { stored, computed } = hexOf(correction);
  return `${correction.checksum}, ${PLACE[correction.in]} ${showHex(correction.address, 8)}: ${stored} → ${computed}`;
}

/** Fails rather than to write over a file that has come into being since. */
function write(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { flag: 'wx' });
  } catch (failure) {
    const why = errorText(failure);
    throw new Stop(exitCodes.usage, `${path} cannot be written (${why}); name a new file in a writable folder.`);
  }
}
