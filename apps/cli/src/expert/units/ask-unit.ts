import type { VehicleAnswer } from '@baylink/contracts';
import { fromHex, showHex, unreachable } from '@baylink/kernel';
import type { ExpertVisit } from '@baylink/transport-tunnel/expert';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';
import { sentence, stopOfShop } from '../desk/stops.js';

type Positive = Extract<VehicleAnswer, { outcome: 'positive' }>;

/** One request to one unit; anything but its positive answer ends the command with one sentence. */
export async function askUnit(visit: ExpertVisit, unit: number, bytes: Uint8Array): Promise<Positive> {
  const answers = await visit.request(unit, bytes);
  if (!answers.ok) throw stopOfShop(answers.error);
  const [answer] = answers.value;
  if (answer === undefined)
    throw new Stop(exitCodes.failed, `Unit ${showHex(unit, 4)} did not answer; scan the vehicle again.`);
  switch (answer.outcome) {
    case 'positive':
      return answer;
    case 'negative':
      throw new Stop(
        exitCodes.failed,
        `Unit ${showHex(unit, 4)} refused with NRC ${showHex(answer.nrc)} ${answer.name}.`,
      );
    case 'silent':
    case 'link':
      throw new Stop(exitCodes.failed, sentence(answer.sentence));
    default:
      return unreachable(answer);
  }
}

/** SID and DID come before the value. */
const READ_HEAD = 3;

/** ReadDataByIdentifier: the value of one identifier. (ISO 14229-1 11.2) */
export async function readDid(visit: ExpertVisit, unit: number, did: number): Promise<Uint8Array> {
  const { bytes } = await askUnit(visit, unit, Uint8Array.of(0x22, did >> 8, did & 0xff));
  return (fromHex(bytes) ?? new Uint8Array()).subarray(READ_HEAD);
}
