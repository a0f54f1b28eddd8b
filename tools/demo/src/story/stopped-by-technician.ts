import type { OfferedFlash } from './flashing.js';
import type { Stage } from './stage.js';

const REFUSED = 10;

/** The technician stops a job to which nobody has agreed: it has to end clean. The answer is what the expert is told. */
export async function stoppedByTechnician(stage: Stage, { job, child }: OfferedFlash): Promise<string> {
  await stage.technician.stop(job);
  const { code, sentence } = await child.ended;
  stage.offered = undefined;
  if (code !== REFUSED || !sentence.includes('ABORTED_CLEAN'))
    throw new Error(`the expert's command ended with ${code}: ${sentence}`);
  return sentence;
}
