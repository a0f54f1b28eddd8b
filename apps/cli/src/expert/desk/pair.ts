import { Command } from 'commander';
import { exitCodes } from '../../exit-codes.table.js';
import { explain, Stop, tell, tellJson } from '../../say.js';
import { openDesk } from './broker-desk.js';
import { type DeskOptions, deskOptions } from './options.js';
import { stopOfBroker } from './stops.js';

interface Options extends DeskOptions {
  readonly thumbprint?: string;
}

/** `baylink expert pair CODE`: approves a shop whose thumbprint was compared. */
export const pairCommand = (): Command => {
  const command = new Command('pair')
    .description('approve a shop that shows this code on its bay screen')
    .argument('<code>', 'the code on the bay screen')
    .option('--thumbprint <thumbprint>', 'approve only this key, as the technician reads it out')
    .action(pair);
  for (const option of deskOptions()) command.addOption(option);
  return command;
};

async function pair(code: string, options: Options): Promise<void> {
  const { api, folder } = await openDesk(options);
  const seen = await api.pairing(code);
  if (!seen.ok) throw stopOfBroker(seen.error);
  const { shopName, thumbprint } = seen.value;
  explain(`${shopName} asks to be paired; its key is ${thumbprint}. The technician compares it on the bay screen.`);
  if (options.thumbprint !== undefined && options.thumbprint !== thumbprint)
    throw new Stop(
      exitCodes.refused,
      `The code ${code} belongs to a shop with the key ${thumbprint}, not ${options.thumbprint}; nothing was approved. Ask the technician for the code again.`,
    );
  const approved = await api.approvePairing(code);
  if (!approved.ok) throw stopOfBroker(approved.error);
  folder.keepShop(thumbprint);
  if (options.json) tellJson({ event: 'paired', shop: shopName, thumbprint });
  else tell(`${shopName} is approved; the technician confirms your organisation on the bay screen.`);
}
