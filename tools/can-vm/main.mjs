import { runInVm, whyNoVm } from './can-vm.mjs';

/**
 * `npm run can-vm -- COMMAND [ARGUMENT …]`: the command in a small virtual machine over this file system, with CAN buses.
 * What it writes outside the machine's memory is lost. Exits as the command does; 125 when there can be no machine.
 */
const command = process.argv.slice(2);
if (command.length === 0) {
  console.error('Name a command to run beside vcan0, as in: npm run can-vm -- candump vcan0');
  process.exit(125);
}
const missing = await whyNoVm();
if (missing !== undefined) {
  console.error(missing);
  process.exit(125);
}
const ended = await runInVm(command, { seconds: 600, hear: (bytes) => process.stdout.write(bytes) });
if (ended.sentence !== undefined) console.error(ended.sentence);
process.exit(ended.code);
