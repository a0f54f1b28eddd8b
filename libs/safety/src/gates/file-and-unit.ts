import { showHex } from '@baylink/kernel';
import type { ImageEvidence, Marks } from '../facts/facts.js';
import type { ProgrammingPlan } from '../plan/plan.js';
import type { UnitProfile } from '../profile/unit-profile.js';

export interface Misfit {
  readonly rule: number;
  readonly measured: string;
  readonly wanted: string;
  readonly sentence: string;
}

/** Why this file must not be written to this unit, although it is whole and inside the unit's memory. */
export const misfitOf = (
  image: ImageEvidence,
  plan: ProgrammingPlan,
  unit: UnitProfile,
  marks: Marks,
): Misfit | undefined => otherUnit(image, unit) ?? otherBlocks(image, plan, unit) ?? otherMark(image, unit, marks);

function otherUnit({ madeFor }: ImageEvidence, { name, address }: UnitProfile): Misfit | undefined {
  const own = [address.logical, address.can.request, address.kLine].filter((each) => each !== undefined);
  if (madeFor === undefined || own.includes(madeFor)) return undefined;
  return {
    rule: 7,
    measured: `made for ${showHex(madeFor)}`,
    wanted: own.map((each) => showHex(each)).join(' or '),
    sentence: `The file says that it is for the unit at ${showHex(madeFor)}, and ${name} is at ${own.map((each) => showHex(each)).join(' or ')}: choose the file for this unit.`,
  };
}

/** Each segment lies in one block. In a unit of several the plan says which are meant: a whole image where one block was, and the other way round. */
function otherBlocks({ segments }: ImageEvidence, { file }: ProgrammingPlan, unit: UnitProfile): Misfit | undefined {
  if (file.blocks === undefined && unit.memory.length <= 1) return undefined;
  const named = file.blocks ?? [];
  const touched = unit.memory
    .filter(({ start, end }) => segments.some(({ address, size }) => address >= start && address + size <= end))
    .map(({ name }) => name);
  const differs = named.some((name) => !touched.includes(name)) || touched.some((name) => !named.includes(name));
  if (!differs) return undefined;
  const [is, wanted] = [[...touched].sort().join(', '), [...named].sort().join(', ') || 'no block'];
  return {
    rule: 8,
    measured: is,
    wanted,
    sentence: `The file writes ${is} of ${unit.name}, and the plan names ${wanted}: choose the file, or write a plan that names what is meant.`,
  };
}

function otherMark({ marks = {} }: ImageEvidence, unit: UnitProfile, there: Marks): Misfit | undefined {
  const differing = unit.programming?.marks.find(
    ({ name }) => marks[name] === undefined || marks[name] !== there[name],
  );
  if (differing === undefined) return undefined;
  const { name } = differing;
  const [file, own] = [marks[name] ?? 'not in the file', there[name] || 'not told by the unit'];
  return {
    rule: 9,
    measured: `${name} ${file}`,
    wanted: `${name} ${own}`,
    sentence: `The ${name} of the file (${file}) is not that of the unit (${own}), which would lock it: choose a file with the same ${name}.`,
  };
}
