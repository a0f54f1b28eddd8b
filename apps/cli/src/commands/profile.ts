import { openProfile, shippedProfiles } from '@baylink/shop-client';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { publisherKeyCommand } from '../keys/publisher-key.js';
import { Stop, tell, tellJson } from '../say.js';
import { signOverlayCommand } from './overlay.js';

const PER_VOLT = 1000;

/** `baylink profile …`: the vehicle profiles that a shop can be started with. */
export const profileCommand = (): Command =>
  new Command('profile')
    .description('vehicle profiles: which ship, what they say, whether their signature holds; overlays of your own')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(verifyCommand())
    .addCommand(publisherKeyCommand('overlays'))
    .addCommand(signOverlayCommand());

const listCommand = (): Command =>
  new Command('list').description('those that ship, one a line').action(async () => {
    for (const id of shippedProfiles()) {
      const { version, name, voltage, units } = await open(id);
      const band = `${(voltage.low / PER_VOLT).toFixed(1)} to ${(voltage.high / PER_VOLT).toFixed(1)} V`;
      tell(`${id.padEnd(18)} ${version}  ${band.padEnd(14)}  ${units.length} units  ${name}`);
    }
  });

const showCommand = (): Command =>
  new Command('show')
    .description('every figure with its source, as JSON')
    .argument('<profile>', 'an id, or a file with its signature beside it')
    .action(async (named: string) => tellJson(await open(named)));

const verifyCommand = (): Command =>
  new Command('verify')
    .description('check the publisher’s signature and the schema: 0 right, 2 not')
    .argument('<profile>', 'an id, or a file with its signature beside it')
    .action(async (named: string) => {
      const { id, version } = await open(named);
      tell(`OK: ${id} version ${version} is as its publisher signed it`);
    });

async function open(named: string) {
  const opened = await openProfile(named);
  if (!opened.ok) throw new Stop(exitCodes.usage, opened.error);
  return opened.value.profile;
}
