import type { Scan } from '@baylink/contracts';
import type { ExpertVisit } from '@baylink/transport-tunnel/expert';
import { explain, tellJson } from '../../say.js';
import { stopOfShop } from '../desk/stops.js';

/** A full scan, told unit by unit on stderr; with `json` each unit is a line of the result. */
export async function scanAll(visit: ExpertVisit, json: boolean): Promise<Scan> {
  explain('Scanning the vehicle.');
  const scan = await visit.scan((unit) => {
    if (json) tellJson({ event: 'unit', ...unit });
  });
  if (!scan.ok) throw stopOfShop(scan.error);
  return scan.value;
}
