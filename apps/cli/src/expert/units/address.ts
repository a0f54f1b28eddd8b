import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';
import { scanAll } from '../vehicle/scan-all.js';
import type { Attendance } from '../visit/attend.js';
import { chooseUnit, parseAddress } from './unit-choice.js';

/** An address as it stands; a name is looked up in a scan of the vehicle. */
export async function addressOf({ visit }: Attendance, text: string): Promise<number> {
  const address = parseAddress(text);
  if (address !== undefined) return address;
  const { units } = await scanAll(visit, false);
  const chosen = chooseUnit(units, text);
  if (!chosen.ok) throw new Stop(exitCodes.usage, chosen.error);
  return chosen.value.unit;
}
