import { bytesOf } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import type { JobBrief, Plan, StagedImage } from '../src/index.js';
import { Bench } from './bench.js';
import type { Before } from './oracle.js';
import { briefOf, codingPlan, programmingPlan, TEXTS } from './samples.js';
import type { Script } from './script.js';
import { ScriptedUnit } from './scripted-unit.js';

/** A fresh unit, what it was, and a bench that has not begun. */
export function begin(
  kind: 'coding' | 'programming',
  script: Partial<Script> = {},
  changed: Partial<JobBrief> = {},
  original: StagedImage | null = null,
): { bench: Bench; unit: ScriptedUnit; before: Before } {
  const unit = new ScriptedUnit({ ...TEXTS });
  unit.coding.set(0x0610, bytesOf(0x03, 0x20)).set(0x0611, bytesOf(0x07));
  const software = crc32(unit.memory.subarray(0, 5_000)).toString(16);
  const planned = kind === 'coding' ? codingPlan(software) : programmingPlan(software);
  const plan: Plan =
    planned.kind === 'programming' && original !== null
      ? { ...planned, original: { name: 'original.hex', sha256: original.fileDigest, size: original.fileSize } }
      : planned;
  const named = original?.software === 'right' ? { ...original, software } : original;
  const before: Before = {
    kind,
    memory: unit.memory.slice(),
    coding: new Map(unit.coding),
    wanted: new Map([
      [0x0610, bytesOf(0x04, 0x21)],
      [0x0611, bytesOf(0x09)],
    ]),
  };
  return {
    unit,
    before,
    bench: new Bench({ brief: { ...briefOf(plan), ...profileOf(changed), original: named }, unit, ...script }),
  };
}

/** Of a changed brief only the profile is taken: the plan has to fit the unit. */
const profileOf = ({ profile }: Partial<JobBrief>): Partial<JobBrief> => (profile === undefined ? {} : { profile });
