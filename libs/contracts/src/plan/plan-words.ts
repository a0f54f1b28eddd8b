import { millivolts, showHex, showVolts } from '@baylink/kernel';
import type { Plan, ProgrammingPlan } from './plan.js';

/** What a plan does, in lines for people: the same for its writer, a second expert and whoever checks a file. */
export function planWords(plan: Plan): string[] {
  const { target } = plan;
  return [
    `Vehicle ${target.vin}, unit ${showHex(target.unit, 4)}, part ${target.partNumber}, hardware ${target.hardware}, software ${target.software}, serial ${target.serial}`,
    ...(plan.kind === 'coding'
      ? plan.writes.map(({ did, before, after }) => `Write ${showHex(did, 4)}: from ${before} to ${after}`)
      : programmingLines(plan)),
    ...limitLines(plan.limits),
    ...plan.setAside.map(({ unit, dtc, reason }) => `Set aside ${dtc} of ${showHex(unit, 4)}: ${reason}`),
    ...plan.agreements.map(({ id, version }) => `Agreement ${id}, version ${version}`),
    `If it fails: ${plan.recovery.method}`,
  ];
}

const programmingLines = ({ file, original, expectSoftware }: ProgrammingPlan): string[] => [
  `Replace the software: ${fileWords(file)}`,
  ...(file.blocks === undefined ? [] : [`Only the memory blocks ${file.blocks.join(', ')}`]),
  ...(expectSoftware === undefined ? [] : [`Software afterwards: ${expectSoftware}`]),
  ...(original === undefined ? [] : [`Original file, for a unit that refuses to be read: ${fileWords(original)}`]),
];

const fileWords = ({ name, size, sha256, address, session, signature }: ProgrammingPlan['file']): string =>
  [
    `${name}, ${size} bytes, SHA-256 ${sha256}`,
    ...(address === undefined ? [] : [`from ${showHex(address, 8)}`]),
    ...(session === undefined ? [] : [`session ${session}`]),
    signature === undefined ? 'not signed by its publisher' : 'with its publisher’s signature, which the shop checks',
  ].join(', ');

/** What the expert wants stricter. */
function limitLines(limits: Plan['limits']): string[] {
  const { low, high, ripple, soak } = limits?.voltage ?? {};
  const volts = (value: number): string => showVolts(millivolts(value));
  return [
    ...(low === undefined ? [] : [`Supply at least ${volts(low)}`]),
    ...(high === undefined ? [] : [`Supply at most ${volts(high)}`]),
    ...(ripple === undefined ? [] : [`Ripple at most ${ripple} mV`]),
    ...(soak === undefined ? [] : [`Supply steady for ${soak} ms`]),
    ...(limits?.batteryPercent === undefined ? [] : [`Workshop computer charged to ${limits.batteryPercent} %`]),
  ];
}
