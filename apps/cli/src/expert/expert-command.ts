import { Command } from 'commander';
import { codeCommand } from './code.js';
import { casesCommand } from './desk/cases.js';
import { enrolCommand } from './desk/enrol.js';
import { evidenceCommand } from './desk/evidence.js';
import { pairCommand } from './desk/pair.js';
import { flashCommand } from './flash.js';
import { dtcCommand } from './vehicle/dtc.js';
import { readCommand } from './vehicle/read.js';
import { scanCommand } from './vehicle/scan.js';
import { closeCommand } from './visit/close.js';

/** `baylink expert …`: the expert without a browser. Signs like the console and is judged like it. */
export const expertCommand = (): Command =>
  new Command('expert')
    .description('work on a vehicle as an expert, from the command line')
    .addCommand(enrolCommand())
    .addCommand(pairCommand())
    .addCommand(casesCommand())
    .addCommand(scanCommand())
    .addCommand(readCommand())
    .addCommand(dtcCommand())
    .addCommand(codeCommand())
    .addCommand(flashCommand())
    .addCommand(closeCommand())
    .addCommand(evidenceCommand());
