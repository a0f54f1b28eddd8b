import { type FaultId, IMPOSSIBLE, isImpossible, STEPS, type Step, type Tally } from '@baylink/simulator';

const WIDTH = 7;
const NOWHERE = '-';

/** How often each fault was felt at each step of the job. What cannot be has a dash. */
export function faultTable(tally: Tally): readonly string[] {
  const cell = (text: string): string => text.padStart(WIDTH);
  const heads = STEPS.map((step) => cell(step.slice(0, WIDTH - 1)));
  const rows = tally.faults().map(({ fault, felt, struck, what }) => {
    const cells = STEPS.map((step) => cell(shown(tally, fault, step)));
    return `${fault.padEnd(4)}${cell(String(struck))}${cell(String(felt))} ${cells.join('')}  ${what}`;
  });
  return [`    ${cell('struck')}${cell('felt')} ${heads.join('')}`, ...rows];
}

function shown(tally: Tally, fault: FaultId, step: Step): string {
  const felt = tally.feltAt(fault, step);
  return felt === 0 && isImpossible(fault, step) ? NOWHERE : String(felt);
}

/** Why there is a dash. */
export const reasons = (): readonly string[] =>
  IMPOSSIBLE.map(({ faults, steps, why }) => `${faults.join(' ')} at ${steps.join(' ')}: ${why}`);

/** Faults that were felt less than `times` at a step where they could be. */
export const rare = (tally: Tally, faults: readonly FaultId[], times: number): readonly string[] =>
  faults.flatMap((fault) => {
    const steps = STEPS.filter((step) => tally.feltAt(fault, step) < times && !isImpossible(fault, step));
    return steps.length === 0 ? [] : [`${fault} at ${steps.join(' ')}`];
  });
