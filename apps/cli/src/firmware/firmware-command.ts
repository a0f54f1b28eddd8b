import { Command } from 'commander';
import { checkCommand } from './check.js';
import { correctCommand } from './correct.js';

/** `baylink firmware …`: looks at firmware files and makes their checksums right. Nothing of it reaches a car. */
export const firmwareCommand = (): Command =>
  new Command('firmware')
    .description('look into a firmware file; correct its checksums into a new one')
    .addCommand(checkCommand())
    .addCommand(correctCommand());
