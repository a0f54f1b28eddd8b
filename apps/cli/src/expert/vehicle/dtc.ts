import type { UnitFinding } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import Table from 'cli-table3';
import { Command } from 'commander';
import { exitCodes } from '../../exit-codes.table.js';
import { explain, Stop, tell, tellJson } from '../../say.js';
import { deskOptions, visitOptions } from '../desk/options.js';
import { askUnit } from '../units/ask-unit.js';
import { chooseUnit } from '../units/unit-choice.js';
import { type AttendOptions, attend } from '../visit/attend.js';
import { scanAll } from './scan-all.js';

interface Options extends AttendOptions {
  readonly unit?: string;
  readonly clear?: true;
}

/** ClearDiagnosticInformation of every group. (ISO 14229-1 12.2) */
const CLEAR_ALL = Uint8Array.of(0x14, 0xff, 0xff, 0xff);

/** `baylink expert dtc`: trouble codes with their status; `--clear` needs the technician's leave for active tests. */
export const dtcCommand = (): Command => {
  const command = new Command('dtc')
    .description('show, or clear, the trouble codes')
    .option('--unit <unit>', 'one unit only, by name or logical address')
    .option('--clear', 'clear them; the technician allows active tests first')
    .action((options: Options) =>
      attend(options, async ({ visit }) => {
        const { units } = await scanAll(visit, false);
        const chosen = choose(units, options.unit);
        if (options.json) for (const { unit, name, dtcs } of chosen) tellJson({ event: 'dtcs', unit, name, dtcs });
        else tell(dtcTable(chosen));
        if (!options.clear) return;
        for (const { unit, name } of chosen) {
          await askUnit(visit, unit, CLEAR_ALL);
          explain(`${name}: its trouble codes are cleared.`);
        }
      }),
    );
  for (const option of [...deskOptions(), ...visitOptions()]) command.addOption(option);
  return command;
};

function choose(units: readonly UnitFinding[], text: string | undefined): readonly UnitFinding[] {
  if (text === undefined) return units;
  const chosen = chooseUnit(units, text);
  if (!chosen.ok) throw new Stop(exitCodes.usage, chosen.error);
  return [chosen.value];
}

function dtcTable(units: readonly UnitFinding[]): string {
  const table = new Table({ head: ['unit', 'code', 'status', 'meaning of the status'] });
  for (const { name, dtcs } of units)
    for (const { text, status, statusNames } of dtcs) table.push([name, text, showHex(status), statusNames.join(', ')]);
  return table.length === 0 ? 'No unit has a trouble code.' : table.toString();
}
