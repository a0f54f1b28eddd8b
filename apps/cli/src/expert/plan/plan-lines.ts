import { type ColleaguePlan, planWords, showNumericDate } from '@baylink/contracts';

/** A plan in lines for people: who, which unit, what is written, and the phrase to compare. */
export const planLines = ({ plan, digest, phrase, author }: ColleaguePlan): string[] => [
  `Plan ${digest}`,
  `Written by ${author.name} of ${author.organisation}, good until ${showNumericDate(plan.exp)}`,
  `Phrase: ${phrase}`,
  ...planWords(plan),
];
