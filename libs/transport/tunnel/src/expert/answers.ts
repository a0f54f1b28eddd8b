import type { AnswerResult, Refusal } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import type { Answer } from './events.js';

/** Refused on this side of the broker, before or instead of the shop's judgement. */
export const localRefusal = (sentence: string): Refusal => ({ rule: 'local', sentence });

export function expectKind<K extends AnswerResult['kind']>(
  answer: Result<AnswerResult, Refusal>,
  kind: K,
): Result<Answer<K>, Refusal> {
  if (!answer.ok) return answer;
  return isKind(answer.value, kind)
    ? ok(answer.value)
    : err(localRefusal(`the shop answered with "${answer.value.kind}" where "${kind}" was asked for`));
}

const isKind = <K extends AnswerResult['kind']>(value: AnswerResult, kind: K): value is Answer<K> =>
  value.kind === kind;

export function sentenceOf(answer: Result<AnswerResult, Refusal>): Result<string, Refusal> {
  const done = expectKind(answer, 'done');
  return done.ok ? ok(done.value.sentence) : done;
}
