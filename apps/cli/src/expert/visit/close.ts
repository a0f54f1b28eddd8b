import { Command } from 'commander';
import { tell, tellJson } from '../../say.js';
import { type DeskOptions, deskOptions } from '../desk/options.js';
import { stopOfShop } from '../desk/stops.js';
import { attend } from './attend.js';

interface Options extends DeskOptions {
  readonly visit: string;
}

/** `baylink expert close`: ends a visit that was left open; the shop closes its record. */
export const closeCommand = (): Command => {
  const command = new Command('close')
    .description('close a visit that was left open')
    .requiredOption('--visit <id>', 'the visit')
    .action((options: Options) =>
      attend(options, async ({ visit }) => {
        const closed = await visit.close();
        if (!closed.ok) throw stopOfShop(closed.error);
        if (options.json) tellJson({ event: 'closed', visit: options.visit });
        else tell(closed.value);
      }),
    );
  for (const option of deskOptions()) command.addOption(option);
  return command;
};
