import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { err, ok, type Result } from '@baylink/kernel';
import type { z } from 'zod';

/** Reads a small JSON document of the shop; `undefined` when there is none yet, an error when it is damaged. */
export async function readDocument<T>(path: string, schema: z.ZodType<T>): Promise<Result<T | undefined, string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ENOENT') return ok(undefined);
    throw failure;
  }
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success) return ok(parsed.data);
    const issue = parsed.error.issues[0];
    return err(
      `${path} is not what it should be at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unknown'}. Restore it, or move it away.`,
    );
  } catch {
    return err(`${path} is not JSON. Restore it from your backup, or move it away.`);
  }
}

/** Replaces a document whole: a crash leaves the old one or the new one. Durable when the promise resolves. */
export const writeDocument = (path: string, value: unknown): Promise<void> =>
  writeText(path, `${JSON.stringify(value, null, 2)}\n`);

/** The same for plain text. */
export async function writeText(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}
