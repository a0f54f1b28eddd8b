import type { Scan } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import Table from 'cli-table3';
import { Command } from 'commander';
import { explain, tell, tellJson } from '../../say.js';
import { deskOptions, visitOptions } from '../desk/options.js';
import { type AttendOptions, attend } from '../visit/attend.js';
import { scanAll } from './scan-all.js';

/** `baylink expert scan`: every unit, who it says it is, what it complains about. */
export const scanCommand = (): Command => {
  const command = new Command('scan').description('scan all units of the vehicle').action((options: AttendOptions) =>
    attend(options, async ({ visit }) => {
      const scan = await scanAll(visit, options.json === true);
      if (options.json) tellJson({ event: 'scan', at: scan.at, units: scan.units.length });
      else show(scan);
    }),
  );
  for (const option of [...deskOptions(), ...visitOptions()]) command.addOption(option);
  return command;
};

function show({ units }: Scan): void {
  const table = new Table({
    head: ['unit', 'address', 'VIN', 'part number', 'hardware', 'software', 'serial', 'codes'],
  });
  const unknown = '?';
  for (const unit of units) {
    table.push([
      unit.name,
      showHex(unit.unit, 4),
      unit.vin ?? unknown,
      unit.partNumber ?? unknown,
      unit.hardware ?? unknown,
      unit.software ?? unknown,
      unit.serial ?? unknown,
      unit.dtcs.map(({ text }) => text).join(' ') || '-',
    ]);
  }
  tell(table.toString());
  for (const { name, problems } of units) for (const problem of problems) explain(`${name}: ${problem}`);
}
