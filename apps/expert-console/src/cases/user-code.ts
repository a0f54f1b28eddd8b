import { normaliseUserCode } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';

const LENGTH = 8;

/** The pairing code in its one spelling, or what to do about what was typed. */
export function readUserCode(typed: string): Result<string, string> {
  const code = normaliseUserCode(typed);
  if (code !== undefined) return ok(code);
  const letters = typed.replace(/[\s\-–—.]/g, '').length;
  if (letters !== LENGTH)
    return err(`The code has ${LENGTH} letters, this one has ${letters}. Read it again from the bay screen.`);
  return err(
    `"${typed}" holds characters that no code has: codes are consonants only. Read it again from the bay screen.`,
  );
}
