import { err, type Millivolts, ok, type Result } from '@baylink/kernel';
import { type Observed, parseVolts } from '@baylink/protocols/elm';
import type { LinkError } from '../link.js';
import type { CommandLine } from './command-line.js';
import * as say from './sentences.js';

/** Supply voltage at the adapter: an ELM327 tells tenths of a volt, an STN hundredths by a command of its own. (ELM327: RV, STN1100: STVR) */
export async function measureVoltage(
  line: CommandLine,
  place: string,
  { stn }: Observed,
): Promise<Result<Millivolts, LinkError>> {
  const fine = stn === undefined ? undefined : await line.ask('STVR');
  const reply = fine?.ok && fine.value.lines.length > 0 ? fine : await line.ask('ATRV');
  if (!reply.ok) return reply;
  const [said = 'nothing'] = reply.value.lines;
  const value = parseVolts(said);
  return value === undefined ? err(say.noVoltage(place, said)) : ok(value);
}
