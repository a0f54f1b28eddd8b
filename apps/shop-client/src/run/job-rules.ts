import { join } from 'node:path';
import { type RulesInForce, rulesInForce } from '@baylink/contracts';
import { type Disk, err, ok, type Result } from '@baylink/kernel';
import { type Plan, type VehicleProfile, vehicleProfile } from '@baylink/safety';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';

/** By what a job is judged: the profile as overlays and the shop's policy have tightened it, and which signed files that was. */
export interface JobRules {
  readonly profile: VehicleProfile;
  readonly rules: RulesInForce;
}

const document: z.ZodType<JobRules> = z.strictObject({ profile: vehicleProfile, rules: rulesInForce });

const pathOf = (journals: string, job: string): string => join(journals, `${job}.rules.json`);

/** Beside the journal, and durable before it: a half-written unit is finished under them when their files are gone. Throws what the disk throws. */
export const keepJobRules = (disk: Disk, journals: string, job: string, { profile, rules }: JobRules): Promise<void> =>
  writeDocument(disk, pathOf(journals, job), { profile, rules });

async function readJobRules(disk: Disk, journals: string, job: string): Promise<Result<JobRules, string>> {
  const path = pathOf(journals, job);
  const found = await readDocument(disk, path, document);
  if (!found.ok) return found;
  return found.value === undefined ? err(`${path} is not there.`) : ok(found.value);
}

/** Where the rules come from that an open job goes on under. Those from nowhere are the best that is known, and no leave to write. */
export type RulesOfJob = JobRules &
  (
    | { readonly from: 'the shop' }
    | { readonly from: 'its beginning'; readonly why: string }
    | { readonly from: 'nowhere'; readonly why: string }
  );

/** The shop's own rules, unless they are in doubt or do not describe the job's unit: then those under which it was begun. (I14) */
export const rulesOfJobs =
  (disk: Disk, journals: string, own: JobRules, doubts: readonly string[]) =>
  async (plan: Plan): Promise<RulesOfJob> => {
    const doubted = doubts.length > 0 || !describes(own.profile, plan);
    if (!doubted) return { ...own, from: 'the shop' };
    const why = doubts.length > 0 ? doubts.join(' ') : undescribed(own.profile, plan);
    const kept = await readJobRules(disk, journals, plan.job);
    if (kept.ok) return { ...kept.value, from: 'its beginning', why };
    return { ...own, from: 'nowhere', why: `${why} The rules of job ${plan.job} are not known either: ${kept.error}` };
  };

/** Whether the unit of this plan has an address in the profile. */
export const describes = ({ units }: VehicleProfile, { target }: Plan): boolean =>
  units.some(({ address }) => address.logical === target.unit);

const undescribed = ({ id }: VehicleProfile, { job, target }: Plan): string =>
  `--profile ${id} does not describe unit 0x${target.unit.toString(16)}, which job ${job} has left half written: start the shop client with the profile of that vehicle.`;
