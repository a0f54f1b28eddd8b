import { join } from 'node:path';
import type { RulesInForce } from '@baylink/contracts';
import { type Disk, err, errorText, ok, type Result } from '@baylink/kernel';
import type { VehicleProfile } from '@baylink/safety';
import { z } from 'zod';
import { readDocument, writeDocument } from '../disk/document.js';

const document = z.record(z.string(), z.int().positive());

/** The highest version of each profile that this shop has used: an older one may be looser, and is not used again (A7). */
export async function admitProfile(
  disk: Disk,
  folder: string,
  { id, version }: Pick<VehicleProfile, 'id' | 'version'>,
): Promise<Result<void, string>> {
  const path = join(folder, 'profile-versions.json');
  const found = await readDocument(disk, path, document);
  if (!found.ok) return found;
  const seen = found.value?.[id] ?? 0;
  if (version < seen)
    return err(
      `The profile ${id} is version ${version}, and this shop has used version ${seen}: get that version or a newer one.`,
    );
  if (version === seen) return ok();
  try {
    await writeDocument(disk, path, { ...found.value, [id]: version });
    return ok();
  } catch (failure) {
    return err(
      `That the profile ${id} is used in version ${version} cannot be kept in ${path} (${errorText(failure)}): free the disk.`,
    );
  }
}

/** What keeps these rules from being used, a sentence each. */
export async function admitRules(disk: Disk, folder: string, rules: RulesInForce): Promise<readonly string[]> {
  const overlays = rules.overlays.map(({ id, version }) => ({ id: `overlay ${id}`, version }));
  const refused: string[] = [];
  for (const used of [rules.profile, ...overlays]) {
    const admitted = await admitProfile(disk, folder, used);
    if (!admitted.ok) refused.push(admitted.error);
  }
  return refused;
}
