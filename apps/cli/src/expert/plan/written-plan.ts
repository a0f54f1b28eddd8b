import type { Plan, Scan, UnitFinding } from '@baylink/contracts';
import { Option } from 'commander';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';
import { chooseUnit } from '../units/unit-choice.js';
import { scanAll } from '../vehicle/scan-all.js';
import type { Attendance } from '../visit/attend.js';
import { type PlanHead, planHead } from './plan-head.js';
import { readSetAside } from './set-aside.js';

export interface PlanOptions {
  readonly unit: string;
  readonly setAside: readonly string[];
  /** The plan is kept here as well, signed and countersigned as it was taken. */
  readonly planFile?: string;
  /** What the expert wants stricter than profile and shop. */
  readonly volts?: NonNullable<Plan['limits']>;
}

/** Looks at the whole vehicle, as every plan begins, and writes the head of one for this unit. */
export async function beginPlan(
  attendance: Attendance,
  options: PlanOptions,
): Promise<{ scan: Scan; unit: UnitFinding; head: PlanHead }> {
  const { visit, visitId, caseId, desk } = attendance;
  const scan = await scanAll(visit, false);
  const unit = chooseUnit(scan.units, options.unit);
  if (!unit.ok) throw new Stop(exitCodes.usage, unit.error);
  const setAside = options.setAside.map((text) => readSetAside(text, scan));
  const welcome = visit.welcome ?? attendance.welcome;
  const head = planHead(unit.value, { visitId, caseId, welcome, setAside, chance: desk.chance });
  if (!head.ok) throw new Stop(exitCodes.usage, head.error);
  const { volts } = options;
  return { scan, unit: unit.value, head: volts === undefined ? head.value : { ...head.value, limits: volts } };
}

export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export const planFileOption = (): Option =>
  new Option('--plan-file <file>', 'keep the signed plan there as well, for baylink plan verify').conflicts('follow');
