import { writeFileSync } from 'node:fs';
import { errorText } from '@baylink/kernel';
import { Command } from 'commander';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop, tell, tellJson } from '../../say.js';
import { openDesk } from './broker-desk.js';
import { type DeskOptions, deskOptions } from './options.js';
import { stopOfBroker } from './stops.js';

interface Options extends DeskOptions {
  readonly visit: string;
  readonly out: string;
}

/** `baylink expert evidence`: the record of a visit, for `baylink verify`. */
export const evidenceCommand = (): Command => {
  const command = new Command('evidence')
    .description('download the evidence file of a visit')
    .requiredOption('--visit <id>', 'the visit')
    .requiredOption('--out <file>', 'where to keep it')
    .action(evidence);
  for (const option of deskOptions()) command.addOption(option);
  return command;
};

async function evidence(options: Options): Promise<void> {
  const { api } = await openDesk(options);
  const text = await api.evidence(options.visit);
  if (!text.ok) throw stopOfBroker(text.error);
  try {
    writeFileSync(options.out, text.value);
  } catch (failure) {
    const why = errorText(failure);
    throw new Stop(exitCodes.usage, `${options.out} cannot be written (${why}); name a file in a writable folder.`);
  }
  if (options.json) tellJson({ event: 'evidence', visit: options.visit, file: options.out });
  else tell(`${options.out}: check it with baylink verify ${options.out}`);
}
