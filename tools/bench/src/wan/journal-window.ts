import { type Millis, millis } from '@baylink/kernel';

const OPENS = 'ERASE_INTENT';
const CLOSES = 'VERIFY';
const CHECKSUM_CHARACTERS = 9;
const NANOS = 1e6;

/** From the intent of the first erase to the unit's first verdict over what was written: the time in which the unit has no software. */
export function writeWindow(journal: string): Millis {
  const records = journal
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line.slice(CHECKSUM_CHARACTERS)) as { mono: string; record: { type: string } });
  const at = (type: string): bigint => {
    const found = records.find(({ record }) => record.type === type);
    if (found === undefined) throw new Error(`The journal of the flash has no ${type}.`);
    return BigInt(found.mono);
  };
  return millis(Number(at(CLOSES) - at(OPENS)) / NANOS);
}

/** Records that tell of trouble on the way. */
export const interruptions = (journal: string): number =>
  journal.match(/"type":"(?:PAUSE|REENTRY|RESTORE_INTENT|HOLD)"/g)?.length ?? 0;
