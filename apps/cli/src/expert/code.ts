import { hex } from '@baylink/kernel';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { Stop } from '../say.js';
import { deskOptions, visitOptions } from './desk/options.js';
import { codingPlanOf } from './plan/plans.js';
import { parseVoltageBand } from './plan/voltage-band.js';
import { beginPlan, collect, type PlanOptions, planFileOption } from './plan/written-plan.js';
import { offerAndFollow, watch } from './run/offer.js';
import { readDid } from './units/ask-unit.js';
import { parseDid, parseValue } from './units/did.js';
import { type AttendOptions, attend } from './visit/attend.js';

interface Options extends AttendOptions, PlanOptions {
  readonly did: number;
  readonly value: string;
  readonly follow?: string;
}

/** `baylink expert code`: one coding value, written by a plan that the technician agrees to. */
export const codeCommand = (): Command => {
  const command = new Command('code')
    .description('change one coding value of a unit')
    .requiredOption('--unit <unit>', 'name of the scan, or logical address such as 0x1002')
    .requiredOption('--did <hex>', 'data identifier such as 0600', parseDid)
    .requiredOption('--value <hex>', 'the new value, all bytes of it', parseValue)
    .option('--volts <low-high>', 'a narrower band of the supply, such as 13.4-13.5', parseVoltageBand)
    .option('--set-aside <unit:dtc:reason>', 'a finding that was looked at and does not matter here', collect, [])
    .addOption(planFileOption())
    .option('--follow <job>', 'only watch this job, with --visit')
    .action((options: Options) =>
      attend(options, async (attendance) => {
        const { visit } = attendance;
        const json = options.json === true;
        if (options.follow !== undefined) return watch(visit, options.follow, json);
        const { unit, head } = await beginPlan(attendance, options);
        const before = hex(await readDid(visit, unit.unit, options.did));
        if (before === options.value)
          throw new Stop(exitCodes.usage, `The value is ${before} already; there is nothing to change.`);
        const plan = codingPlanOf(head, [{ did: options.did, before, after: options.value }]);
        return offerAndFollow(attendance, plan, options);
      }),
    );
  for (const option of [...deskOptions(), ...visitOptions()]) command.addOption(option);
  return command;
};
