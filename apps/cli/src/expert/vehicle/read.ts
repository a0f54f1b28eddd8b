import { hex, showAscii, showBytes } from '@baylink/kernel';
import { Command } from 'commander';
import { tell, tellJson } from '../../say.js';
import { deskOptions, visitOptions } from '../desk/options.js';
import { addressOf } from '../units/address.js';
import { readDid } from '../units/ask-unit.js';
import { parseDid } from '../units/did.js';
import { type AttendOptions, attend } from '../visit/attend.js';

interface Options extends AttendOptions {
  readonly unit: string;
  readonly did: number;
}

/** `baylink expert read`: one data identifier of one unit. */
export const readCommand = (): Command => {
  const command = new Command('read')
    .description('read one data identifier of a unit')
    .requiredOption('--unit <unit>', 'name of the scan, or logical address such as 0x1001')
    .requiredOption('--did <hex>', 'data identifier such as F190', parseDid)
    .action((options: Options) =>
      attend(options, async (attendance) => {
        const unit = await addressOf(attendance, options.unit);
        const value = await readDid(attendance.visit, unit, options.did);
        if (options.json)
          tellJson({ event: 'value', unit, did: options.did, value: hex(value), text: showAscii(value) });
        else tell(`${showBytes(value)}  ${showAscii(value)}`);
      }),
    );
  for (const option of [...deskOptions(), ...visitOptions()]) command.addOption(option);
  return command;
};
