import { err, errorText, ok, type Result } from '@baylink/kernel';
import { dumpUnit, type RunningCar, SAMPLE_UNITS } from '@baylink/twin';
import { replaceFile } from './state-folder.js';

/** Where the flash of a unit is to be written. */
export interface DumpTarget {
  readonly unit: string;
  readonly file: string;
}

const WITH_FLASH = SAMPLE_UNITS.filter(({ memory }) => memory !== undefined).map(({ name }) => name);

/** "engine:/tmp/engine.bin" */
export function parseDump(text: string): Result<DumpTarget, string> {
  const at = text.indexOf(':');
  const [unit, file] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)];
  if (!WITH_FLASH.includes(unit) || file === '')
    return err(
      `"${text}" is not UNIT:FILE with a unit that has a flash (${WITH_FLASH.join(', ')}): write engine:FILE.`,
    );
  return ok({ unit, file });
}

/** Writes the whole flash, first address first, and tells its size in bytes. */
export function writeDump({ unit, file }: DumpTarget, car: RunningCar): Result<number, string> {
  const bytes = dumpUnit(car.state, unit);
  if (bytes === undefined) return err(`The unit "${unit}" has no flash to dump: use ${WITH_FLASH.join(', ')}.`);
  try {
    replaceFile(file, bytes);
    return ok(bytes.length);
  } catch (cause) {
    const why = errorText(cause);
    return err(`The dump of ${unit} cannot be written to ${file} (${why}): choose a folder that exists.`);
  }
}
