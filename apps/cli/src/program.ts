import { Command } from 'commander';

/** What brings each command here: nobody waits for the programs of the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  broker: async () => (await import('./commands/broker.js')).brokerCommand(),
  shop: async () => (await import('./commands/shop.js')).shopCommand(),
  discover: async () => (await import('./commands/discover.js')).discoverCommand(),
  profile: async () => (await import('./commands/profile.js')).profileCommand(),
  plan: async () => (await import('./commands/plan.js')).planCommand(),
  vehicle: async () => (await import('@baylink/virtual-vehicle')).vehicleCommand(),
  org: async () => (await import('./commands/org.js')).orgCommand(),
  expert: async () => (await import('./expert/expert-command.js')).expertCommand(),
  firmware: async () => (await import('./firmware/firmware-command.js')).firmwareCommand(),
  decode: async () => (await import('./decode/decode.js')).decodeCommand(),
  prove: async () => (await import('./commands/prove.js')).proveCommand(),
  verify: async () => (await import('./commands/verify.js')).verifyCommand(),
  sim: async () => (await import('./sim/sim-command.js')).simCommand(),
};

/** `baylink` with the command that the line begins with; with all of them where it begins with none, so that help lists them. */
export async function program([first = '']: readonly string[]): Promise<Command> {
  const asked = Object.hasOwn(commands, first) ? commands[first] : undefined;
  const loaded = await Promise.all(asked === undefined ? Object.values(commands).map((load) => load()) : [asked()]);
  const baylink = new Command('baylink')
    .description('Remote-assisted vehicle diagnostics: the car stays behind the shop’s own safety gates')
    .version('0.1.0')
    .showHelpAfterError('Run baylink --help for the commands.');
  for (const command of loaded) baylink.addCommand(command);
  return baylink;
}
