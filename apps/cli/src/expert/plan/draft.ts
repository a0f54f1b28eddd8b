import type { Plan } from '@baylink/contracts';
import { Option } from 'commander';
import { writeJson } from '../../plan-file/plan-file.js';
import { tell, tellJson } from '../../say.js';
import type { AttendOptions } from '../visit/attend.js';
import type { PlanOptions } from './written-plan.js';

export const draftOption = (): Option =>
  new Option('--draft <file>', 'write the plan there, unsigned, and offer nothing; the visit stays open').conflicts(
    'follow',
  );

/** A plan is good in the visit that it was written in: whoever writes a draft leaves that open. */
export const stays = <T extends AttendOptions & Pick<PlanOptions, 'draft'>>(options: T): T =>
  options.draft === undefined ? options : { ...options, keepOpen: true };

export function keepDraft(plan: Plan, file: string, json: boolean): void {
  writeJson(file, plan, 'keep');
  if (json) tellJson({ event: 'draft', file, job: plan.job, visit: plan.visit });
  else tell(`${file}: sign it with baylink plan sign ${file}, offer it with baylink expert offer ${file}.signed`);
}
