import { vehicleCommand } from '@baylink/virtual-vehicle';
import { Command } from 'commander';
import { brokerCommand } from './commands/broker.js';
import { discoverCommand } from './commands/discover.js';
import { orgCommand } from './commands/org.js';
import { planCommand } from './commands/plan.js';
import { profileCommand } from './commands/profile.js';
import { shopCommand } from './commands/shop.js';
import { verifyCommand } from './commands/verify.js';
import { decodeCommand } from './decode/decode.js';
import { expertCommand } from './expert/expert-command.js';
import { firmwareCommand } from './firmware/firmware-command.js';
import { simCommand } from './sim/sim-command.js';

/** Every `baylink` command. */
export const program = (): Command =>
  new Command('baylink')
    .description('Remote-assisted vehicle diagnostics: the car stays behind the shop’s own safety gates')
    .version('0.1.0')
    .addCommand(brokerCommand())
    .addCommand(shopCommand())
    .addCommand(discoverCommand())
    .addCommand(profileCommand())
    .addCommand(planCommand())
    .addCommand(vehicleCommand())
    .addCommand(orgCommand())
    .addCommand(expertCommand())
    .addCommand(firmwareCommand())
    .addCommand(decodeCommand())
    .addCommand(verifyCommand())
    .addCommand(simCommand())
    .showHelpAfterError('Run baylink --help for the commands.');
