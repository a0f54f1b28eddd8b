import { dirname } from 'node:path';
import { type Disk, err, errorText, ok, type Result } from '@baylink/kernel';
import type { z } from 'zod';

/** Reads a small JSON document of the shop; `undefined` when there is none yet, an error when it is damaged. */
export async function readDocument<T>(
  disk: Disk,
  path: string,
  schema: z.ZodType<T>,
): Promise<Result<T | undefined, string>> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await disk.read(path);
  } catch (failure) {
    return err(
      `${path} cannot be read (${errorText(failure)}). Put the disk or its rights in order, then start the shop client again.`,
    );
  }
  if (bytes === undefined) return ok(undefined);
  try {
    const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
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
export const writeDocument = (disk: Disk, path: string, value: unknown): Promise<void> =>
  replaceFile(disk, path, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));

/** The same for any bytes. */
export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await disk.makeFolder(folder);
  // A file of its own each time: of one whose sync has failed nobody knows which pages the disk has. (I17)
  await disk.remove(`${path}.new`);
  const file = await disk.open(`${path}.new`, 'replace');
  try {
    await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(`${path}.new`, path);
  await disk.syncFolder(folder);
}
