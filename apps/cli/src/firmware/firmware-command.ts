import { Command } from 'commander';
import { publisherKeyCommand } from '../keys/publisher-key.js';
import { checkCommand } from './check.js';
import { correctCommand } from './correct.js';
import { signCommand } from './sign.js';
import { verifyFirmwareCommand } from './verify.js';

/** `baylink firmware …`: looks at firmware files and makes their checksums right. Nothing of it reaches a car. */
export const firmwareCommand = (): Command =>
  new Command('firmware')
    .description('look into a firmware file; correct its checksums into a new one; sign it, and see who did')
    .addCommand(checkCommand())
    .addCommand(correctCommand())
    .addCommand(publisherKeyCommand('firmware'))
    .addCommand(signCommand())
    .addCommand(verifyFirmwareCommand());
