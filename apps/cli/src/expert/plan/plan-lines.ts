import type { ColleaguePlan } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';

/** A colleague's plan in lines for people: who, which unit, what is written, and the phrase to compare. */
export function planLines({ plan, digest, phrase, author }: ColleaguePlan): string[] {
  const { target } = plan;
  return [
    `Plan ${digest}`,
    `Written by ${author.name} of ${author.organisation}, good until ${new Date(plan.exp * 1000).toISOString()}`,
    `Phrase: ${phrase}`,
    `Vehicle ${target.vin}, unit ${showHex(target.unit, 4)}, part ${target.partNumber}, hardware ${target.hardware}, software ${target.software}, serial ${target.serial}`,
    ...(plan.kind === 'coding'
      ? plan.writes.map(({ did, before, after }) => `Write ${showHex(did, 4)}: from ${before} to ${after}`)
      : [`Replace the software: ${plan.file.name}, ${plan.file.size} bytes, SHA-256 ${plan.file.sha256}`]),
    ...plan.setAside.map(({ unit, dtc, reason }) => `Set aside ${dtc} of ${showHex(unit, 4)}: ${reason}`),
    `If it fails: ${plan.recovery.method}`,
  ];
}
