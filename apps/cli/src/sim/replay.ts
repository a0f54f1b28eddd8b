import { readFileSync } from 'node:fs';
import { errorText } from '@baylink/kernel';
import { endOf, execute, readReplay } from '@baylink/simulator';
import { exitCodes } from '../exit-codes.table.js';
import { Stop, tell, tellJson } from '../say.js';

/** Does a kept run again. It has to be the same one, byte for byte. */
export async function replay(file: string, json: boolean): Promise<void> {
  const kept = readReplay(textOf(file));
  if (!kept.ok) throw new Stop(exitCodes.usage, `${file} is not a run of the simulator: ${kept.error}.`);
  const run = await execute(kept.value.plan, true);
  const same = run.trace === kept.value.trace;
  if (json) tellJson({ event: 'replayed', same, trace: run.trace, ended: endOf(run), broken: run.broken });
  else {
    for (const line of run.lines) tell(line);
    for (const sentence of run.broken) tell(`BROKEN ${sentence}`);
    tell(`${endOf(run)}; trace ${run.trace}`);
  }
  if (!same)
    throw new Stop(
      exitCodes.failed,
      `This run differs from the kept one (trace ${kept.value.trace}): the file is of another version of Baylink.`,
    );
  if (run.broken.length > 0)
    throw new Stop(exitCodes.failed, `The run broke ${run.broken.length} promises, as before.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (failure) {
    throw new Stop(exitCodes.usage, `${file} cannot be read (${errorText(failure)}).`);
  }
}
