import { unreachable } from '@baylink/kernel';
import type { BackupProof, StoredBackup } from '../facts/facts.js';
import type { RunBackup, RunRehearsal } from './report.js';
import type { JobState } from './state.js';

/** The stored backup for people: its grade, where it lies, and what the grade rests on. */
export function backupReport({ evidence: { backup } }: JobState): RunBackup | null {
  if (!backup.known) return null;
  const { grade, digest, places, proof, original } = backup.value;
  const refusal = proof.kind === 'refused' ? { request: proof.request, response: proof.response } : null;
  const media = places.map(({ medium }) => medium);
  return { grade, digest, media, refusal, original, sentence: `Grade ${grade}: ${groundOf(backup.value, proof)}.` };
}

function groundOf({ original }: StoredBackup, proof: BackupProof): string {
  switch (proof.kind) {
    case 'read':
      return 'everything that may be erased was read from the unit twice, and both readings are equal';
    case 'refused':
      return `the unit itself refuses to be read (${proof.response} to ${proof.request}), and the maker's original file ${original?.slice(0, 12) ?? '?'}… is the way back`;
    case 'none':
      return proof.why;
    default:
      return unreachable(proof);
  }
}

/** How plan and recovery went on the twin, with the scene that it did not come through. */
export function rehearsalReport({ evidence: { rehearsal } }: JobState): RunRehearsal | null {
  if (!rehearsal.known) return null;
  const { twin } = rehearsal.value;
  const scenes = rehearsal.value.scenes.map((scene) => ({ ...scene }));
  const failed = scenes.filter(({ held }) => !held);
  const [first] = failed;
  const sentence =
    first === undefined
      ? `On a twin of this unit all ${scenes.length} scenes ended as they must. A loss of supply in the middle of an erase is none of them: no rehearsal brings a unit back from that.`
      : `On a twin of this unit ${failed.length} of ${scenes.length} scenes did not end as they must, first "${first.scene}": ${first.sentence}`;
  return { twin, scenes, sentence };
}
