import type { Plan } from '@baylink/contracts';
import { showHex, unreachable } from '@baylink/kernel';
import { publisherWords, type UnitProfile } from '@baylink/safety';
import type { PlanView } from '../bay/bay-state.js';
import type { JobFiles } from './planned-image.js';

/** The plan as the technician is shown it, made here from the bytes that the expert signed: what is shown is what runs (I9). */
export function viewPlan(
  plan: Plan,
  digest: string,
  expert: string,
  unit: UnitProfile | undefined,
  { image, original }: JobFiles,
): PlanView {
  const { target } = plan;
  const name = `${unit?.name ?? 'unknown'} unit (${showHex(target.unit, 4)})`;
  const identity = [
    { label: 'VIN', value: target.vin },
    { label: 'Unit', value: name },
    { label: 'Part number', value: target.partNumber },
    { label: 'Hardware', value: target.hardware },
    { label: 'Software now', value: target.software },
    { label: 'Serial number', value: target.serial },
  ];
  switch (plan.kind) {
    case 'coding':
      return {
        digest,
        expert,
        title: `Change ${plan.writes.length === 1 ? 'one coding value' : `${plan.writes.length} coding values`} of the ${name}`,
        steps: plan.writes.map(({ did, before, after }) => {
          const listed = unit?.coding?.dids.find((entry) => entry.did === did);
          return `${showHex(did, 4)} ${listed?.name ?? 'unknown'}: from ${before} to ${after}${listed?.safetyRelevant ? ' (safety relevant)' : ''}`;
        }),
        facts: identity,
      };
    case 'programming':
      return {
        digest,
        expert,
        title: `Replace the software of the ${name}`,
        steps: [
          'Read the unit’s memory and keep it in two places',
          ...(image?.staged.segments ?? []).map(
            ({ address, size, crc32 }) =>
              `Erase and write ${showHex(address, 8)} to ${showHex(address + size - 1, 8)} (${size} bytes, CRC-32 ${showHex(crc32, 8)})`,
          ),
          'Check the memory, restart the unit, compare what it reports',
          plan.original === undefined
            ? 'If a step fails: write the memory that was read before back'
            : 'If a step fails: write the memory that was read before back, or the original file if the unit refuses to be read',
        ],
        facts: [
          ...identity,
          { label: 'Software wanted', value: plan.expectSoftware ?? image?.staged.software ?? 'as the file has it' },
          { label: 'File', value: `${plan.file.name} (${plan.file.size} bytes)` },
          { label: 'SHA-256', value: plan.file.sha256 },
          { label: 'Publisher', value: image ? publisherWords(image.staged.publisher) : 'not known' },
          ...(plan.original === undefined
            ? []
            : [
                { label: 'Original file', value: `${plan.original.name} (${plan.original.size} bytes)` },
                {
                  label: 'It is for',
                  value: `${original?.staged.hardware ?? '?'}, software ${original?.staged.software ?? '?'}`,
                },
                { label: 'Its SHA-256', value: plan.original.sha256 },
              ]),
        ],
      };
    default:
      return unreachable(plan);
  }
}
