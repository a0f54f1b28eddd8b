import { readFileSync } from 'node:fs';
import { err, errorText, ok, type Result } from '@baylink/kernel';
import { type ShopPolicy, shopPolicy } from '@baylink/safety';
import { AGREEMENTS } from '../agreements/agreements.table.js';

/** What every shop asks for, whatever its own policy says. */
export const OWN_POLICY: ShopPolicy = {
  agreements: AGREEMENTS.map(({ id, version, sha256, title }) => ({ id, version, sha256, title })),
};

/** The policy of a shop; a sentence about everything that is wrong with it. */
export function readPolicy(path: string | undefined): Result<ShopPolicy, string> {
  if (path === undefined) return ok({});
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (failure) {
    return err(
      `--policy ${path} cannot be read as JSON (${errorText(failure)}): put the file right, then start the shop client again.`,
    );
  }
  const parsed = shopPolicy.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  return err(
    `--policy ${path} cannot be used: ${faults.join('; ')}: put the file right, then start the shop client again.`,
  );
}
