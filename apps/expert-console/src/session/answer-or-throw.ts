import type { Result } from '@baylink/kernel';

/** An expected failure on its way through react-query, which knows failures only as throws. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export async function answerOrThrow<T>(result: Promise<Result<T, string>>): Promise<T> {
  const settled = await result;
  if (settled.ok) return settled.value;
  throw new Refused(settled.error);
}
