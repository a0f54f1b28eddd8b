import type { ExpertVisit, StagedFile } from '@baylink/transport-tunnel/expert';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { tellJson } from '../say.js';
import { deskOptions, visitOptions } from './desk/options.js';
import { stopOfShop } from './desk/stops.js';
import { type FirmwareOptions, parseMemoryAddress, readFirmware } from './plan/firmware-file.js';
import { type OriginalFile, programmingPlanOf } from './plan/plans.js';
import { parseVoltageBand } from './plan/voltage-band.js';
import { beginPlan, collect, type PlanOptions, planFileOption } from './plan/written-plan.js';
import { offerAndFollow, watch } from './run/offer.js';
import { type AttendOptions, attend } from './visit/attend.js';

interface Options extends AttendOptions, PlanOptions, FirmwareOptions {
  readonly expectSoftware?: string;
  readonly follow?: string;
  readonly original?: string;
  readonly originalAt?: number;
}

/** `baylink expert flash`: new software for one unit, by a plan that the technician agrees to. */
export const flashCommand = (): Command => {
  const command = new Command('flash')
    .description('replace the software of a unit')
    .option('--unit <unit>', 'name of the scan, or logical address such as 0x1001', 'engine')
    .option('--file <file>', 'the new software: Intel HEX, S-record, VBF, ODX-F, PDX, or plain bytes with --at')
    .option('--at <hex>', 'address of the first of plain bytes, such as 0x8000', parseMemoryAddress)
    .option('--signature <file>', "the signature of the file's publisher, where it is not FILE.jws")
    .option('--session <name>', 'the programming session of an ODX-F file that holds several')
    .option(
      '--block <name>',
      'a memory block that is written, in a unit that has several (may be repeated)',
      collect,
      [],
    )
    .option('--unchecked', 'do not look into the file here; the shop does in any case')
    .option('--expect-software <id>', 'software id that the unit must report afterwards')
    .option(
      '--original <file>',
      "the maker's file of the software that is there now, for a unit that refuses to be read",
    )
    .option('--original-at <hex>', 'the same for an original of plain bytes', parseMemoryAddress)
    .option('--volts <low-high>', 'a narrower band of the supply, such as 13.4-13.5', parseVoltageBand)
    .option('--set-aside <unit:dtc:reason>', 'a finding that was looked at and does not matter here', collect, [])
    .addOption(planFileOption())
    .option('--follow <job>', 'only watch this job, with --visit')
    .action(async (options: Options) => {
      const file = options.follow === undefined ? await readFirmware(options) : undefined;
      const original = await readOriginal(options);
      return attend(options, async (attendance) => {
        const { visit } = attendance;
        const json = options.json === true;
        if (file === undefined) return watch(visit, options.follow ?? '', json);
        const { head } = await beginPlan(attendance, options);
        await stage(visit, file, json);
        if (original !== undefined) await stage(visit, original.file, json);
        const plan = programmingPlanOf(head, file, { ...options, original });
        return offerAndFollow(attendance, plan, options);
      });
    });
  for (const option of [...deskOptions(), ...visitOptions()]) command.addOption(option);
  return command;
};

async function readOriginal({ original, originalAt }: Options): Promise<OriginalFile | undefined> {
  if (original === undefined) return undefined;
  const at = originalAt === undefined ? {} : { at: originalAt };
  return { file: await readFirmware({ file: original, ...at }), ...at };
}

/** Brings the file to the shop; only what the shop lacks is sent. */
async function stage(visit: ExpertVisit, file: StagedFile, json: boolean): Promise<void> {
  const bar = new SingleBar({ format: `  sending ${file.name} [{bar}] {percentage} %`, noTTYOutput: !json });
  if (!json) bar.start(file.bytes.length, 0);
  const staged = await visit.stage(file, (held, size) => {
    if (json) tellJson({ event: 'staging', held, size });
    else bar.update(held);
  });
  if (!json) bar.stop();
  if (!staged.ok) throw stopOfShop(staged.error);
}
